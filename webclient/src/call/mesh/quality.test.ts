import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PairMessage, Paused, WantMessage } from "../../net/protocol.ts";
import type { Encoding, VideoAllowance, VoiceBudget } from "../../peer/budget.ts";
import type { LineStats } from "../../peer/linestats.ts";
import { Quality, type QualityPerson } from "./quality.ts";

const want = (height: WantMessage["height"], rank: WantMessage["rank"] = 1): WantMessage => ({
  ...{ kind: "want", line: "camera", height, rank },
});
const state = { kind: "state", microphone: true, camera: true } as const;
const camera = { getSettings: () => ({ width: 1280, height: 720 }) } as MediaStreamTrack;

/** Somebody whose browser says what we let it. */
class Peer {
  readonly said: PairMessage[] = [];
  budget: VideoAllowance | undefined;
  screen: Encoding | undefined;
  voice: VoiceBudget | undefined;
  /** Packets of sound that came; one in ten that were sent did not, if so. */
  heard = 0;
  isLossy = false;
  paused: Paused | undefined;
  available = 4000;
  limitedBy = "none";
  direct = true;
  readonly person: QualityPerson;

  constructor(sid: string) {
    const self = this;
    this.person = {
      ...{ sid, member: true, microphone: true, camera: true },
      get paused() {
        return self.paused;
      },
      pair: {
        isLive: true,
        get direct() {
          return self.direct;
        },
        send: (message) => this.said.push(message),
        lineStats: async () => this.stats(),
        setBudget: (video, voice, screen) => {
          [this.budget, this.voice, this.screen] = [video, voice, screen];
        },
      },
    };
  }
  stats(): LineStats {
    const { available, limitedBy } = this;
    const video = { bytes: 0, frames: 0, encoding: 0, width: 0, height: 0, limitedBy, lost: 0 };
    const none = { audio: undefined, video: undefined };
    this.heard += 45;
    const audio = {
      ...{ bytes: 0, packets: this.heard, lost: this.isLossy ? this.heard / 9 : 0, frames: 0 },
      ...{ width: 0, height: 0, waited: 0, played: 0 },
    };
    const way = { at: Date.now(), rttMs: 10, available, bytesSent: 0 };
    return { ...way, sent: { ...none, video }, received: { ...none, audio } };
  }
}

let quality: Quality;
let anna: Peer;
let ben: Peer;
beforeEach(() => {
  vi.useFakeTimers();
  [anna, ben] = [new Peer("anna"), new Peer("ben")];
  quality = new Quality(() => [anna.person, ben.person]);
  quality.start({ audio: null, video: camera });
  for (const { sid, pair } of [anna.person, ben.person]) pair.send(quality.withPause(sid, state));
});
afterEach(() => {
  quality.close();
  vi.useRealTimers();
});
const scale = ({ budget }: Peer) => (budget === "off" ? 0 : budget?.scaleResolutionDownBy);

describe("what each is sent", () => {
  it("is one of several until they say what they show, and then that", () => {
    expect([scale(anna), scale(ben)]).toEqual([2, 2]);
    quality.takeWant("anna", want(720, 2));
    quality.takeWant("ben", want(0));
    expect([scale(anna), scale(ben)]).toEqual([1, 0]);
    // They know that they do not look.
    expect(ben.said).toEqual([state]);
  });

  it("is not about the screen, which is sent before any face", async () => {
    quality.takeWant("anna", { ...want(0), line: "share" });
    expect(scale(anna)).toBe(2);
    quality.setTracks({ audio: null, video: camera, screen: camera }, "text");
    expect([anna.screen?.active, ben.screen?.active]).toEqual([false, true]);
    for (const peer of [anna, ben]) [peer.available, peer.limitedBy] = [300, "bandwidth"];
    await vi.advanceTimersByTimeAsync(1000);
    expect([scale(anna), scale(ben)]).toEqual([4, 4]);
    expect(ben.screen?.maxBitrate).toBeGreaterThan(350_000);
  });

  it("stops and is said to be paused where the line is too short, and comes when the person asks", async () => {
    [anna.available, anna.limitedBy] = [60, "bandwidth"];
    [ben.available, ben.limitedBy] = [60, "bandwidth"];
    await vi.advanceTimersByTimeAsync(1000);
    for (const peer of [anna, ben]) {
      expect(peer.budget).toBe("off");
      expect(peer.said.at(-1)).toEqual({ ...state, paused: "line" });
    }
    expect(quality.uplink.value).toMatchObject({ paused: true, busy: false });
    for (const peer of [anna, ben]) [peer.available, peer.limitedBy] = [4000, "none"];
    await vi.advanceTimersByTimeAsync(3500);
    expect(anna.budget).toBe("off");
    quality.tryAgain();
    expect(anna.budget).not.toBe("off");
    expect(anna.said.at(-1)).toEqual(state);
    expect(quality.uplink.value.paused).toBe(false);
  });

  it("is said to be paused only while there is a picture", async () => {
    [anna.available, anna.limitedBy] = [20, "bandwidth"];
    await vi.advanceTimersByTimeAsync(1000);
    expect(anna.said.at(-1)).toEqual({ ...state, paused: "line" });
    quality.setTracks({ audio: null, video: null });
    expect(anna.said.at(-1)).toEqual(state);
  });

  it("is smaller on a device that is busy, and the person hears of it", async () => {
    quality.takeWant("anna", want(720, 2));
    anna.limitedBy = "cpu";
    for (let n = 0; n < 5; n++) await vi.advanceTimersByTimeAsync(1000);
    expect(scale(anna)).toBeGreaterThan(1);
    expect(quality.uplink.value).toMatchObject({ paused: false, busy: true });
  });
});

describe("files", () => {
  it("share a part of the line while anybody is heard, and are free otherwise", async () => {
    expect(quality.fileLine.rate).toBe(400);
    await vi.advanceTimersByTimeAsync(1000);
    expect(quality.fileLine.rate).toBe(0.3 * 8000);
    quality.setTracks({ audio: null, video: null });
    expect(quality.fileLine.rate).toBe(0.3 * 8000);
    for (const { person } of [anna, ben])
      Object.assign(person, { microphone: false, camera: false });
    quality.update();
    expect(quality.fileLine.rate).toBe(Number.POSITIVE_INFINITY);
  });

  it("go before the picture if the person says so, until they want it back", async () => {
    await vi.advanceTimersByTimeAsync(1000);
    quality.putFilesFirst();
    expect([anna.budget, quality.fileLine.rate]).toEqual(["off", 0.7 * 8000]);
    expect(anna.said.at(-1)).toEqual({ ...state, paused: "line" });
    expect(quality.uplink.value).toMatchObject({ paused: true, filesFirst: true });
    quality.tryAgain();
    expect(scale(anna)).toBe(2);
    expect(anna.said.at(-1)).toEqual(state);
    // Or until no file is sent any more.
    quality.putFilesFirst();
    await vi.advanceTimersByTimeAsync(2000);
    expect(anna.budget).toBe("off");
    await vi.advanceTimersByTimeAsync(2000);
    expect(scale(anna)).toBe(2);
  });
});

it("says a voice twice where it is lost, unless the other's line is too short", async () => {
  for (const peer of [anna, ben]) peer.isLossy = true;
  ben.paused = "line";
  await vi.advanceTimersByTimeAsync(12_000);
  expect([anna.voice?.redundant, ben.voice?.redundant]).toEqual([true, false]);
  quality.takeWant(anna.person.sid, { ...want(360), limit: 100 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(anna.voice?.redundant).toBe(false);
});

it("forgets who has gone", () => {
  quality.takeWant("anna", want(0));
  quality.forget("anna");
  quality.update();
  expect(scale(anna)).toBe(2);
});

describe("what is withheld from somebody", () => {
  let withheld: readonly string[];
  beforeEach(() => {
    withheld = [];
    quality.close();
    const mayHave = (sid: string, line: string) => sid !== "anna" || !withheld.includes(line);
    quality = new Quality(() => [anna.person, ben.person], mayHave);
    quality.start({ audio: null, video: camera });
  });

  it("takes nothing of what the device can: the others have all of it", async () => {
    for (const peer of [anna, ben]) {
      quality.takeWant(peer.person.sid, want(720, 2));
      peer.limitedBy = "cpu";
    }
    for (let n = 0; n < 4; n++) await vi.advanceTimersByTimeAsync(1000);
    const [shared, half] = [scale(ben), 2];
    expect(shared).toBeGreaterThanOrEqual(half);
    withheld = ["video", "audio"];
    quality.update();
    for (const peer of [anna, ben]) peer.limitedBy = "none";
    for (let n = 0; n < 8; n++) await vi.advanceTimersByTimeAsync(1000);
    expect(scale(ben)).toBeLessThan(half);
    expect(scale(anna)).toBe(0);
    expect(anna.said.some((one) => one.kind === "state" && one.paused !== undefined)).toBe(false);
  });

  it("comes at once when it is no longer", () => {
    withheld = ["video", "audio", "screen"];
    quality.update();
    expect(scale(anna)).toBe(0);
    withheld = [];
    quality.update();
    expect(scale(anna)).toBe(2);
  });

  it("leaves a voice its budget by those who hear it, and a screen by those who see it", () => {
    quality.setTracks({ audio: null, video: camera, screen: camera }, "text");
    const both = ben.screen?.maxBitrate ?? 0;
    withheld = ["screen"];
    quality.update();
    expect(ben.screen?.maxBitrate).toBeGreaterThan(both);
  });
});
