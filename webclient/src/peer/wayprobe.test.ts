import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { probeWay } from "./wayprobe.ts";
import { waysTo } from "./ways.ts";

/** What a browser does that gathers candidates, event by event. */
class Gathering extends EventTarget {
  static made: Gathering[] = [];
  static refuses = false;
  iceGatheringState = "new";
  closed = false;
  readonly configuration: RTCConfiguration;
  constructor(configuration: RTCConfiguration) {
    super();
    this.configuration = configuration;
    if (Gathering.refuses) throw new SyntaxError("no such address");
    Gathering.made.push(this);
  }
  createDataChannel() {}
  async setLocalDescription() {
    this.iceGatheringState = "gathering";
  }
  close() {
    this.closed = true;
  }
  fail(errorCode: number) {
    this.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode }));
  }
  find(type: string) {
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { type } }));
  }
  complete() {
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  Gathering.made = [];
  Gathering.refuses = false;
  vi.stubGlobal("RTCPeerConnection", Gathering);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const [udp, tcp] = waysTo(
  ["turn:a.example:443?transport=udp", "turn:a.example:443?transport=tcp"],
  "a.example",
);
const over = new AbortController();

function probed(way = tcp, signal = over.signal) {
  if (way === undefined) throw new Error("no way");
  const answer = probeWay(way, signal, 6000);
  const [gathering] = Gathering.made;
  if (gathering === undefined) throw new Error("nothing was made");
  return { answer, gathering };
}

test("a refusal has been there and back", async () => {
  const { answer, gathering } = probed();
  gathering.fail(701); // over another network of this machine
  gathering.fail(401);
  expect(await answer).toBe("answered");
  expect(gathering.closed).toBe(true);
});

test("the browser's own address over UDP has, too, and one of this machine has not", async () => {
  const { answer, gathering } = probed(udp);
  expect(gathering.configuration.iceServers?.map(({ urls }) => urls)).toEqual([
    "turn:a.example:443?transport=udp",
    "stun:a.example:443",
  ]);
  gathering.find("host");
  gathering.find("srflx");
  gathering.complete();
  expect(await answer).toBe("answered");
});

test("what could not be reached is silent", async () => {
  const { answer, gathering } = probed();
  gathering.find("host");
  gathering.fail(701);
  gathering.complete();
  expect(await answer).toBe("silent");
});

test("a browser that tells nothing leaves it open", async () => {
  const { answer, gathering } = probed();
  gathering.find("host");
  gathering.complete();
  expect(await answer).toBe("unclear");
});

test("no answer in time is silence, and nothing goes on after it", async () => {
  const { answer, gathering } = probed();
  await vi.advanceTimersByTimeAsync(5_999);
  expect(gathering.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBe("silent");
  expect(gathering.closed).toBe(true);
});

test("it stops at once when nobody wants to know any more", async () => {
  const closing = new AbortController();
  const { answer, gathering } = probed(udp, closing.signal);
  closing.abort();
  expect(await answer).toBe("unclear");
  expect(gathering.closed).toBe(true);
});

test("an address that the browser cannot read says nothing about the network", async () => {
  Gathering.refuses = true;
  if (udp === undefined) throw new Error("no way");
  expect(await probeWay(udp, over.signal, 6000)).toBe("unclear");
});
