// Before a call: whether this network lets calls through, as far as somebody without a credential
// can find out. Starts only when the person asks, and takes ten seconds at most.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { probeWay } from "../peer/wayprobe.ts";
import {
  type Answer,
  type Trial,
  type Verdict,
  verdictOf,
  type WayTrial,
  waysTo,
} from "../peer/ways.ts";
import { fetchAbout, silentAbout } from "./about.ts";
import { thisAgent } from "./agent.ts";
import { serverOrigin } from "./serverorigin.ts";

export type { Answer, Trial, Verdict, WayTrial };

/** Both together are less than the ten seconds that are announced. */
const serverMs = 3_500;
const waysMs = 6_000;

export interface ConnectionCheck {
  readonly server: Trial;
  readonly ways: readonly WayTrial[];
}

export interface RunningCheck {
  readonly found: ReadonlySignal<ConnectionCheck>;
  /** Ends what is not over yet, with all that was opened for it. */
  stop(): void;
}

type Probe = typeof probeWay;

export function startCheck(probe: Probe = probeWay): RunningCheck {
  const over = new AbortController();
  const found = signal<ConnectionCheck>({ server: { answer: "waiting" }, ways: [] });
  void checkAll(found, over.signal, probe);
  return { found, stop: () => over.abort() };
}

async function checkAll(
  found: { value: ConnectionCheck },
  over: AbortSignal,
  probe: Probe,
): Promise<void> {
  const began = performance.now();
  const about = await fetchAbout(serverMs);
  if (over.aborted) return;
  if (about === silentAbout) {
    found.value = { server: { answer: "silent" }, ways: [] };
    return;
  }
  const { hostname } = new URL(serverOrigin().origin);
  const ways = waysTo(about.relay ?? [], hostname);
  found.value = {
    server: { answer: "answered", ms: msSince(began) },
    ways: ways.map((way) => ({ way, answer: "waiting" })),
  };
  const tried = ways.map(async (way) => {
    const start = performance.now();
    const answer = await probe(way, over, waysMs);
    if (over.aborted) return;
    const trial = { way, answer, ...(answer === "answered" && { ms: msSince(start) }) };
    const { server, ways } = found.value;
    found.value = { server, ways: ways.map((one) => (one.way === way ? trial : one)) };
  });
  await Promise.all(tried);
}

const msSince = (start: number) => Math.round(performance.now() - start);

export const verdictIn = ({ server, ways }: ConnectionCheck): Verdict => verdictOf(server, ways);

/** What an IT department has to allow: where the relay takes connections over TCP, best with TLS. */
export function neededIn({ ways }: ConnectionCheck): { server: string; port: number } | undefined {
  const wayOver = (kind: "tls" | "tcp") => ways.find(({ way }) => way.transport === kind)?.way;
  const way = wayOver("tls") ?? wayOver("tcp");
  return way && { server: way.host, port: way.port };
}

/** To be sent to somebody who helps: no names, no addresses; the same in every language. */
export function checkReport(check: ConnectionCheck, now = new Date()): string {
  const { browser, system } = thisAgent();
  const inWords = ({ answer, ms }: Trial) => (ms === undefined ? answer : `${answer}, ${ms} ms`);
  return [
    `einmal, ${now.toISOString()}`,
    `connection check: ${verdictIn(check)}`,
    `browser: ${browser}, ${system}`,
    `server: ${inWords(check.server)}`,
    ...check.ways.map((one) => `${one.way.transport}: ${inWords(one)}`),
  ].join("\n");
}
