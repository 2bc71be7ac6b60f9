// What is sent to whom: what the others show and what the browser says of the line go in, budgets
// for all pairs come out. And what we show of the others, said to each.
import { signal } from "@preact/signals-core";
import type { PairMessage, Paused, StateMessage, WantMessage } from "../../net/protocol.ts";
import {
  type Encoding,
  type VideoAllowance,
  type VoiceBudget,
  voiceBitrate,
} from "../../peer/budget.ts";
import { FileLine } from "../../peer/fileline.ts";
import type { Line } from "../../peer/lines.ts";
import type { LineStats } from "../../peer/linestats.ts";
import { screenEncoding } from "../../peer/screenbudget.ts";
import type { Tracks } from "../../peer/senders.ts";
import type { ShareMode } from "../model.ts";
import type { Wish } from "../uplink/divide.ts";
import { Downlink } from "../uplink/downlink.ts";
import { figuresOf } from "../uplink/figures.ts";
import { fileRate } from "../uplink/filerate.ts";
import { freeUplink, type LineFigures, type OwnUplink } from "../uplink/model.ts";
import { Redundancy } from "../uplink/redundancy.ts";
import { type SendReport, sendReport } from "../uplink/report.ts";
import { type Grant, Uplink } from "../uplink/uplink.ts";
import { Wishes } from "../uplink/wishes.ts";

const periodMs = 1000;
/** When no file has been sent for so long, the picture comes back. */
const filesOverMs = 3000;
/** Bits per second: a page of letters comes in a few seconds. */
const leastScreenRate = 100_000;
/** Of a camera whose browser does not say. */
const usualLines = 720;

/** Somebody in the mesh, as far as it matters here. */
export interface QualityPerson {
  readonly sid: string;
  readonly member: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** Their picture does not come, by their word. */
  readonly paused?: Paused | undefined;
  readonly pair: {
    readonly isLive: boolean;
    readonly direct: boolean;
    send(message: PairMessage): void;
    lineStats(): Promise<LineStats>;
    setBudget(video: VideoAllowance, voice: VoiceBudget, screen?: Encoding): void;
  };
}

type MayHave = (sid: string, line: Line) => boolean;

/** Two looks at the way to somebody, about a second apart. */
export interface TwoLooks {
  readonly before: LineStats | undefined;
  readonly now: LineStats;
}

export class Quality {
  readonly uplink = signal(freeUplink);
  /** What all files share. */
  readonly fileLine = new FileLine();
  /** What we show of the others. */
  readonly wishes = new Wishes((sid, message) => this.#sayWant(sid, message));
  readonly #people: () => Iterable<QualityPerson>;
  readonly #mayHave: MayHave;
  readonly #uplink = new Uplink(isPhone(), performance.now());
  readonly #downlink = new Downlink();
  readonly #wants = new Map<string, WantMessage>();
  readonly #shareWants = new Map<string, WantMessage>();
  readonly #looks = new Map<string, TwoLooks>();
  readonly #redundancies = new Map<string, Redundancy>();
  /** To whom each piece of a voice is said twice. */
  readonly #redundant = new Set<string>();
  /** What each was last told of our picture. */
  readonly #told = new Map<string, Paused>();
  #grants = new Map<string, Grant>();
  #tracks: Tracks = { audio: null, video: null };
  #share: ShareMode | undefined;
  /** What was last said to somebody. */
  #state: StateMessage | undefined;
  /** What our line takes of each picture, in kbit/s. */
  #limit: number | undefined;
  #filesFirst = false;
  #filesFirstSince = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  /** `mayHave`: nothing on this line is withheld from this person. */
  constructor(people: () => Iterable<QualityPerson>, mayHave: MayHave = () => true) {
    this.#people = people;
    this.#mayHave = mayHave;
  }

  /** Media begins to flow. */
  start(tracks: Tracks): void {
    this.#timer ??= setInterval(() => void this.#look(), periodMs);
    this.setTracks(tracks);
  }

  close(): void {
    clearInterval(this.#timer);
    this.wishes.close();
  }

  /** `share` is what the screen among them is made for. */
  setTracks(tracks: Tracks, share?: ShareMode): void {
    this.#tracks = tracks;
    this.#share = share;
    this.update();
  }

  forget(sid: string): void {
    this.wishes.forget(sid);
    for (const all of [this.#wants, this.#shareWants, this.#looks, this.#told]) all.delete(sid);
    for (const all of [this.#redundancies, this.#redundant]) all.delete(sid);
  }

  /** What a member shows of our picture. */
  takeWant(sid: string, want: WantMessage): void {
    (want.line === "camera" ? this.#wants : this.#shareWants).set(sid, want);
    this.update();
  }

  figuresOf(sid: string): LineFigures | undefined {
    const looks = this.#looks.get(sid);
    if (looks === undefined) return undefined;
    const { paused: theirs } = [...this.#people()].find((one) => one.sid === sid) ?? {};
    const { paused, reduced } = this.#grants.get(sid) ?? {};
    const ours = !this.#hasPicture() ? undefined : (paused ?? reduced);
    const others = [...this.#looks].filter(([other]) => other !== sid).map(([, one]) => one);
    return figuresOf(looks, { theirs, ours, others });
  }

  /** The person wants the picture sent, whatever the line was like. */
  tryAgain(): void {
    this.#filesFirst = false;
    this.#uplink.tryAgain(performance.now());
    this.update();
  }

  /** The person wants files to go before the picture. */
  putFilesFirst(): void {
    this.#filesFirst = true;
    this.#filesFirstSince = performance.now();
    this.update();
  }

  /** Our state, as it is to be said to this person. */
  withPause(sid: string, message: PairMessage): PairMessage {
    if (message.kind !== "state") return message;
    this.#state = message;
    const paused = this.#told.get(sid);
    return paused === undefined ? message : { ...message, paused };
  }

  /** Members, wants or tracks have changed. */
  update(now = performance.now()): void {
    if (now - Math.max(this.#filesFirstSince, this.fileLine.sentAt) > filesOverMs)
      this.#filesFirst = false;
    const members = [...this.#people()].filter(({ member }) => member);
    // What is withheld from somebody takes nothing of the line.
    const having = (line: Line) => members.filter(({ sid }) => this.#mayHave(sid, line));
    const listeners = having("audio").length;
    const viewers = this.#share === undefined ? [] : having("screen");
    const screens = viewers.map(({ sid }) => this.#screenOf(sid));
    const wishes = [...having("video").map(({ sid }) => this.#wishOf(sid)), ...screens];
    const lines = linesOf(this.#tracks.video);
    const redundant = having("audio").filter(({ sid }) => this.#redundant.has(sid)).length;
    this.#grants = this.#uplink.divide({ wishes, linesOf: () => lines, listeners, redundant }, now);
    for (const { sid, pair } of members) {
      const { allowance = "off", paused } = this.#grants.get(sid) ?? {};
      pair.setBudget(
        this.#filesFirst ? "off" : allowance,
        { bitrate: voiceBitrate(listeners), redundant: this.#redundant.has(sid) },
        this.#screenFor(sid, Math.max(1, viewers.length)),
      );
      this.#tellPaused(sid, pair, this.#filesFirst ? "line" : paused);
    }
    const isHeard =
      Object.values(this.#tracks).some((track) => track !== null) ||
      members.some(({ microphone, camera }) => microphone || camera);
    const available = [...this.#looks.values()].map(({ now }) => now.available);
    this.fileLine.rate = fileRate({ isHeard, available, first: this.#filesFirst });
    this.#publish();
  }

  #hasPicture(): boolean {
    return (this.#tracks.video ?? null) !== null;
  }

  #tellPaused(sid: string, pair: QualityPerson["pair"], paused: Paused | undefined): void {
    const told = !this.#hasPicture() ? undefined : paused;
    if (this.#told.get(sid) === told) return;
    if (told === undefined) this.#told.delete(sid);
    else this.#told.set(sid, told);
    if (this.#state !== undefined && pair.direct) pair.send(this.withPause(sid, this.#state));
  }

  #publish(): void {
    const hasPicture = this.#hasPicture();
    const faces = [...this.#grants].filter(([id]) => !id.endsWith(" screen"));
    const wanted = faces.filter(([sid]) => this.#wishOf(sid).height > 0);
    const paused = hasPicture && wanted.length > 0 && wanted.every(([sid]) => this.#told.has(sid));
    const reduced = wanted.some(([, one]) => (one.paused ?? one.reduced) === "cpu");
    const busy = hasPicture && this.#uplink.isBusy && reduced;
    const next: OwnUplink = {
      ...{ paused, busy, filesFirst: this.#filesFirst },
      sending: hasPicture && wanted.length > 0 && !paused,
    };
    const { value } = this.uplink;
    if (JSON.stringify(next) !== JSON.stringify(value)) this.uplink.value = next;
  }

  #screenOf(sid: string): Wish {
    const { height = 720, limit } = this.#shareWants.get(sid) ?? {};
    const ladder = this.#share === "video" ? "film" : "text";
    return { id: `${sid} screen`, peer: sid, ladder, height, rank: 2, limit };
  }

  /** What is shared gives way last, and its letters stay as they are. */
  #screenFor(sid: string, listeners: number): Encoding | undefined {
    if (this.#share === undefined) return undefined;
    const screen = screenEncoding(this.#share, listeners, linesOf(this.#tracks.screen));
    if (this.#shareWants.get(sid)?.height === 0) return { ...screen, active: false };
    const { allowance = "off" } = this.#grants.get(`${sid} screen`) ?? {};
    const granted = allowance === "off" ? leastScreenRate : allowance.maxBitrate;
    return { ...screen, maxBitrate: Math.min(screen.maxBitrate ?? granted, granted) };
  }

  // Until somebody has said it, a picture counts as one of several.
  #wishOf(sid: string): Wish {
    const { height = 360, rank = 1, limit } = this.#wants.get(sid) ?? {};
    return { id: sid, ladder: "faces", height, rank, limit };
  }

  async #look(): Promise<void> {
    if (this.#looking) return; // the browser takes longer than a second to answer
    this.#looking = true;
    const reports = new Map<string, SendReport>();
    const live = [...this.#people()].filter(({ member, pair }) => member && pair.isLive);
    const listeners = live.filter(({ sid }) => this.#mayHave(sid, "audio")).length;
    await Promise.all(
      live.map(async ({ sid, pair, paused }) => {
        const now = await pair.lineStats().catch(() => undefined);
        if (now === undefined) return;
        const before = this.#looks.get(sid)?.now;
        this.#looks.set(sid, { before, now });
        const report = sendReport(before, now);
        if (report !== undefined) reports.set(sid, report);
        const isShort = paused === "line" || (this.#wants.get(sid)?.limit ?? this.#limit);
        const hasRoom = this.#uplink.hasRoomForVoices(listeners) && !isShort;
        this.#protectVoice(sid, now, hasRoom);
      }),
    );
    this.#looking = false;
    const now = performance.now();
    const isSeen = this.#hasPicture() || this.#share !== undefined;
    const looks = live.flatMap(({ sid }) => {
      const one = this.#looks.get(sid);
      return one === undefined ? [] : [[sid, one] as const];
    });
    this.#limit = this.#downlink.next(new Map(looks), now);
    this.wishes.setLimit(this.#limit);
    this.#uplink.report(isSeen ? reports : new Map(), now);
    this.update(now);
  }

  /** `hasRoom`: both lines carry it. */
  #protectVoice(sid: string, now: LineStats, hasRoom: boolean): void {
    const redundancy = this.#redundancies.get(sid) ?? new Redundancy();
    this.#redundancies.set(sid, redundancy);
    if (redundancy.next(now, hasRoom)) this.#redundant.add(sid);
    else this.#redundant.delete(sid);
  }

  #sayWant(sid: string, message: WantMessage): boolean {
    for (const person of this.#people()) {
      if (person.sid !== sid || !person.pair.direct) continue;
      person.pair.send(message);
      return true;
    }
    return false;
  }
}

function linesOf(picture: MediaStreamTrack | null = null): number {
  const { height = 0, width = 0 } = picture?.getSettings?.() ?? {};
  return Math.min(height, width) || usualLines;
}

/** A touch screen and few cores: it encodes less. */
function isPhone(): boolean {
  const { maxTouchPoints = 0, hardwareConcurrency = 8 } = globalThis.navigator ?? {};
  return maxTouchPoints > 0 && hardwareConcurrency <= 4;
}
