// Handing over breaks at every moment: a socket, the server, a tab, or bytes that come late. There is
// one host afterwards, who lets people in.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installBrowser } from "./browser.ts";
import { hasTime, pause } from "./clock.ts";
import { BreakableConnection, silence } from "./directline.ts";
import { type HandoverPlan, HandoverStory, type Moment } from "./handover.ts";
import { Server } from "./server.ts";
import { type Held, SlowProxy } from "./slowproxy.ts";
import { all } from "./stage.ts";

const { CUT } = process.env;
const folder = path.resolve(import.meta.dirname, "../../out/cuts-web");
const mostAtOnce = 40;
let shared: Server;

installBrowser();
Object.assign(globalThis, { RTCPeerConnection: BreakableConnection });
beforeAll(async () => {
  shared = await Server.start("127.0.0.1");
});
afterAll(() => shared.close());

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
/** Of words that are said directly the host and A hear two each, of the server's some more. */
const moments: readonly Moment[] = (["host", "A"] as const).flatMap((who) => [
  ...(["before", "after"] as const).flatMap((at) => upTo(2).map((n) => ({ who, at, n }))),
  ...upTo(4).map((n) => ({ who, at: "in", n }) as const),
  ...upTo(2).map((n) => ({ who, at: "out", n }) as const),
]);

type Act = Pick<HandoverPlan, "fate" | "act">;
const isDirect = ({ at }: Moment) => at === "before" || at === "after";

function acts(moment: Moment): Record<string, Act> {
  const { who } = moment;
  const found: Record<string, Act> = {};
  for (const ms of [100, 3000]) {
    found[`kill ${ms}`] = { fate: "pass", act: (story) => story.kill(ms) };
    if (isDirect(moment)) found[`cut ${ms}`] = { fate: "pass", act: (story) => story.cut(who, ms) };
    else
      for (const fate of ["lost", "delivered"] as const)
        found[`${fate} ${ms}`] = {
          fate,
          act: async (story) => {
            await pause(ms);
            story.find(who).heal(false);
          },
        };
  }
  for (const name of ["host", "A"] as const)
    for (const polite of [true, false])
      found[`${name} ${polite ? "leaves" : "crashes"}`] = {
        fate: "pass",
        act: async (story) => story.close(name, polite),
      };
  return found;
}

const plans: HandoverPlan[] = moments.flatMap((moment) =>
  Object.entries(acts(moment)).map(([how, act]) => {
    return { ...act, moment, name: `${how} at ${moment.who} ${moment.at} ${moment.n}` };
  }),
);

let number = 0;

async function play(plan: HandoverPlan, hostUrl?: string): Promise<string[]> {
  const here = number++;
  const isKilled = plan.name.startsWith("kill");
  const address = `127.${32 + (process.pid % 32)}.${here >> 8}.${here & 255 || 1}`;
  const server = isKilled ? await Server.start(address) : shared;
  const story = new HandoverStory(plan, server, here, hostUrl);
  const why = await story.run();
  if (isKilled) await server.close();
  if (why.length === 0) return [];
  const text = `${plan.name}\n${why.join("\n")}\n\n${story.timeline}\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${plan.name.replaceAll(" ", "-")}.txt`), text);
  return [text];
}

test("there is one host, whatever breaks at whatever moment", async () => {
  const failures: string[] = [];
  const running = new Set<Promise<void>>();
  // A server waits a minute for who has gone without a word.
  const isShort = (name: string, i: number) => i % 7 === 0 && !name.includes("crashes");
  const some = plans.filter(({ name }, i) =>
    CUT === undefined ? all || isShort(name, i) : CUT === name,
  );
  for (const plan of some) {
    while (running.size >= mostAtOnce || !hasTime()) await pause(50);
    const done: Promise<void> = play(plan)
      .then((why) => void failures.push(...why))
      .finally(() => running.delete(done));
    running.add(done);
    await pause(50);
  }
  await Promise.all(running);
  console.log(`hand-overs: ${some.length} cases, ${failures.length} failed`);
  for (const text of failures.slice(0, 3)) console.log(text);
  expect(failures.map((text) => text.split("\n")[0])).toEqual([]);
});

interface Late {
  readonly name: string;
  readonly way: Held;
  /** Nor does the host hear A itself. */
  readonly isApart?: boolean;
  /** The host takes B out meanwhile, and has to sign that. */
  readonly signs?: boolean;
}

/** The host's bytes are held from the moment on at which the list goes to the server. */
async function late({ name, way, isApart = false, signs = false }: Late): Promise<string[]> {
  const proxy = await SlowProxy.start(shared.url);
  const act = async (story: HandoverStory) => {
    const [host, A] = [story.find("host"), story.find("A")];
    proxy.hold(way);
    silence(A.line, isApart);
    await pause(1000);
    if (signs) story.remove("B");
    await pause(6500);
    expect(host.call.hosting.handover.value?.step).toBe("unclear");
    proxy.release();
    silence(A.line, false);
  };
  const moment: Moment = { who: "host", at: "before", n: 2 };
  const why = await play({ name, moment, fate: "pass", act }, proxy.url);
  proxy.close();
  return why;
}

test.runIf(CUT === undefined)("the server's answer comes late", async () => {
  const failures = await Promise.all(
    (["up", "down"] as const).flatMap((way) =>
      [false, true].map((signs) =>
        late({ name: `late ${way} ${signs}`, way, signs, isApart: way === "down" }),
      ),
    ),
  );
  for (const text of failures.flat()) console.log(text);
  expect(failures.flat().map((text) => text.split("\n")[0])).toEqual([]);
});
