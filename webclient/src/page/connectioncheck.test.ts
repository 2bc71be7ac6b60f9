// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer, Way } from "../peer/ways.ts";
import { checkReport, neededIn, startCheck, verdictIn } from "./connectioncheck.ts";

const about = { create: "open", lifetime: 86_400 };
const relay = ["udp", "tcp"].map((transport) => `turn:127.0.0.1:8443?transport=${transport}`);

let answer: () => Promise<Response>;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", new URL("http://localhost:8443/"));
  vi.stubGlobal("fetch", () => answer());
  answer = async () => Response.json({ ...about, relay });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Tries that end when they are told to. */
function someProbe() {
  const ends = new Map<string, (answer: Answer) => void>();
  const tries: AbortSignal[] = [];
  const probe = (way: Way, over: AbortSignal, patienceMs: number) => {
    expect(patienceMs).toBeLessThanOrEqual(6000);
    tries.push(over);
    return new Promise<Answer>((resolve) => ends.set(way.transport, resolve));
  };
  const end = async (transport: string, answer: Answer) => {
    ends.get(transport)?.(answer);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { probe, tries, end };
}

test("it goes from the server to its ways, and says what is certain as soon as it is", async () => {
  const { probe, end } = someProbe();
  const { found } = startCheck(probe);
  expect(verdictIn(found.value)).toBe("checking");
  await vi.advanceTimersByTimeAsync(40);
  expect(found.value.server).toEqual({ answer: "answered", ms: 0 });
  await end("udp", "answered");
  expect(verdictIn(found.value)).toBe("good");
  await end("tcp", "silent");
  expect(found.value.ways.map(({ answer }) => answer)).toEqual(["answered", "silent"]);
});

test("a server that does not answer in time ends it", async () => {
  answer = () => Promise.reject(new TypeError("network"));
  const { probe, tries } = someProbe();
  const { found } = startCheck(probe);
  await vi.advanceTimersByTimeAsync(0);
  expect(verdictIn(found.value)).toBe("no-server");
  expect(tries).toEqual([]);
});

test("a server that does not say where its relay is leaves it open", async () => {
  answer = async () => Response.json(about);
  const { found } = startCheck(someProbe().probe);
  await vi.advanceTimersByTimeAsync(0);
  expect(verdictIn(found.value)).toBe("unclear");
  expect(neededIn(found.value)).toBeUndefined();
});

test("what was stopped tries nothing more, and says nothing more", async () => {
  const early = someProbe();
  startCheck(early.probe).stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(early.tries).toEqual([]);

  const { probe, tries, end } = someProbe();
  const { found, stop } = startCheck(probe);
  await vi.advanceTimersByTimeAsync(0);
  stop();
  expect(tries.map(({ aborted }) => aborted)).toEqual([true, true]);
  await end("udp", "unclear");
  expect(found.value.ways.map(({ answer }) => answer)).toEqual(["waiting", "waiting"]);
});

test("the report names no address, and who has to allow something gets one", async () => {
  const { probe, end } = someProbe();
  const { found } = startCheck(probe);
  await vi.advanceTimersByTimeAsync(0);
  await end("udp", "silent");
  await end("tcp", "silent");
  expect(neededIn(found.value)).toEqual({ server: "127.0.0.1", port: 8443 });
  const report = checkReport(found.value, new Date(0));
  expect(report.split("\n")).toEqual([
    "einmal, 1970-01-01T00:00:00.000Z",
    "connection check: blocked",
    expect.stringMatching(/^browser: [a-z]+, [a-z]+$/),
    "server: answered, 0 ms",
    "udp: silent",
    "tcp: silent",
  ]);
});
