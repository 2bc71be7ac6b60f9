// A fixed set of cuts and server kills on the way into a call: after whichever message, on
// whichever side, everybody is in within 5 s of the end of it.
import { afterEach, describe, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, noteSentences, wasTrue } from "./harness/incall.ts";
import { type Direction, Line } from "./harness/line.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const lines: Line[] = [];
afterEach(() => Promise.all(lines.splice(0).map((line) => line.close())));

const awayMs = 1_000;
const backMs = 5_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const out: Direction = "to the server";
const into: Direction = "to the browser";
/** The n-th message of this kind, counted from the guest's coming. */
type Moment = [n: number, kind: string, direction: Direction];

// Message 1 and 2 and a proof each make the sealed path, then each says hello; a member's next
// frames are of its new path, offer and answer.
const cuts: Record<"guest" | "host", [...Moment, fate: "lost" | "delivered"][]> = {
  guest: [
    [1, "welcome", into, "lost"],
    [1, "message 1", out, "lost"],
    [1, "message 2", into, "lost"],
    [1, "sealed", out, "delivered"],
    [2, "sealed", into, "lost"],
    [1, "roster", into, "lost"],
    [1, "relay", into, "delivered"],
    [1, "connected", out, "lost"],
  ],
  host: [
    [1, "knock", into, "lost"],
    [1, "message 1", into, "lost"],
    [1, "message 2", out, "lost"],
    [2, "sealed", into, "lost"],
    [1, "roster", out, "lost"],
    [1, "roster", into, "lost"],
    [3, "sealed", out, "delivered"],
    [3, "sealed", into, "lost"],
  ],
};
const kills: [who: "guest" | "host", ...Moment][] = [
  ["guest", 1, "welcome", into],
  ["host", 1, "message 2", out],
  ["guest", 2, "sealed", into],
  ["host", 1, "roster", out],
  ["guest", 1, "relay", into],
  ["host", 3, "sealed", out],
];

interface Pair {
  host: Person;
  guest: Person;
  line: Record<"guest" | "host", Line>;
  link: string;
}

async function pairOf(hosts: BrowserName, comes: BrowserName): Promise<Pair> {
  const line = { host: await Line.start(stage.server), guest: await Line.start(stage.server) };
  lines.push(line.host, line.guest);
  const host = await stage.person("Ms Weber", { browser: hosts, origin: line.host.origin });
  const guest = await stage.person("Anna Berg", { browser: comes, origin: line.guest.origin });
  const link = await host.host({ kind: "chat" }, chat);
  await noteSentences(host);
  await letsEverybodyIn(host);
  return { host, guest, line, link };
}

/** The host presses each button it is shown. */
async function letsEverybodyIn(host: Person): Promise<void> {
  await host.page.evaluate((button) => {
    setInterval(() => {
      for (const one of document.querySelectorAll<HTMLElement>(button)) one.click();
    }, 100);
  }, handle("admit"));
}

/** "The server is not reachable" goes when it is. */
async function readsNoProblem(person: Person, deadline: number): Promise<void> {
  await until(
    "every problem to be gone",
    async () => (await person.page.$(handle("problem"))) === null,
    deadline,
  );
}

/** The guest comes, `breaks` at some moment of it, and both are in soon after it is whole again. */
async function comesIn(
  { host, guest, link }: Pair,
  name: string,
  breaks: () => Promise<void>,
): Promise<void> {
  await guest.page.goto("about:blank"); // a new visit, not the one from before
  await guest.visit(link);
  await noteSentences(guest);
  const comes = async () => {
    await guest.press("continue");
    await guest.prepare(chat);
    await guest.press("join");
  };
  await Promise.all([breaks(), comes()]);
  try {
    await areInCall([host, guest], backMs);
    for (const person of [host, guest]) await readsNoProblem(person, backMs);
    await wasTrue(guest, host);
  } catch (error) {
    const cards = await host.page.$$(handle("knock-card"));
    const reads = await guest.page.$eval("body", (body) => body.textContent);
    throw new Error(`${name}: ${cards.length} at the door, the guest reads: ${reads}`, {
      cause: error,
    });
  }
  await guest.press("leave");
  await guest.see("over");
  await areInCall([host]);
}

/** Each pair of browsers has every other one, or all with CUTS=all. */
function share<T>(all: readonly T[], of: number): T[] {
  return all.filter((_, i) => i % 2 === of || process.env.CUTS === "all");
}

describe.each<[BrowserName, BrowserName, number]>([
  ["chromium", "firefox", 0],
  ["firefox", "chromium", 1],
])("a host in %s and a guest in %s", (hosts, comes, place) => {
  test.each(["guest", "host"] as const)(
    "find each other when the line of the %s is cut",
    async (who) => {
      const pair = await pairOf(hosts, comes);
      for (const [n, kind, direction, fate] of share(cuts[who], place)) {
        await comesIn(pair, `the ${who}'s ${kind} ${n} ${direction} ${fate}`, async () => {
          await pair.line[who].meets(n, direction, kind, fate);
          await pause(awayMs);
          pair.line[who].heal();
        });
      }
    },
  );

  test("find each other when the server is killed", async () => {
    const pair = await pairOf(hosts, comes);
    for (const [who, n, kind, direction] of share(kills, place)) {
      await comesIn(pair, `a kill at the ${who}'s ${kind} ${n} ${direction}`, async () => {
        await pair.line[who].meets(n, direction, kind, "passed");
        await stage.server.kill();
        await pause(awayMs);
        await stage.server.run();
      });
    }
  });
});
