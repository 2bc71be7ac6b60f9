// A lying server against real browsers: what scripts/evil plays on native participants a thousand
// times, here a fixed set.
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { Evil } from "./harness/evil.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

let evil: Evil;
const stage = useStage(async () => {
  evil = await Evil.start();
  const server = await Server.start({ origin: evil.origin });
  evil.standBefore(`http://127.0.0.1:${server.port}`);
  return server;
});
afterAll(() => evil.close());

interface Call {
  host: Person;
  anna: Person;
  link: string;
}

/** A room under attack, its host inside, its guest at the door. */
async function callUnder(
  attack: string,
  browser: BrowserName,
  options: { hasLink?: boolean } = {},
): Promise<Call> {
  const host = await stage.person("Ms Weber", { browser });
  const anna = await stage.person("Anna Berg", { browser });
  const link = await host.createRoom();
  await evil.play(attack);
  if (options.hasLink) await evil.learn(link);
  await host.enterRoom();
  return { host, anna, link };
}

async function letIn({ host, anna, link }: Call): Promise<void> {
  await anna.knock(link);
  await host.admit(anna.name);
}

async function isTold(person: Person, codes: string[]): Promise<void> {
  await until(`${person.name} to be told ${codes.join(" or ")}`, async () => {
    const shown = await person.page.$$eval(handle("problem"), (all) =>
      all.map((e) => e.getAttribute("data-code")),
    );
    return codes.some((code) => shown.includes(code));
  });
}

/** Not a byte of media came or went, and nothing is played. */
async function noMedia(person: Person): Promise<void> {
  const sums = await person.page.evaluate(async () => {
    let [bytes, connected] = [0, 0];
    for (const connection of window.spy.connections) {
      if (connection.connectionState === "connected") connected++;
      for (const one of (await connection.getStats()).values()) {
        if (one.type === "inbound-rtp") bytes += one.bytesReceived;
        if (one.type === "outbound-rtp") bytes += one.bytesSent;
      }
    }
    const playing = [
      ...document.querySelectorAll<HTMLMediaElement>('[data-test="tile"] :is(video, audio)'),
    ].filter(
      ({ srcObject }) =>
        srcObject instanceof MediaStream && srcObject.getTracks().some((track) => !track.muted),
    );
    return { bytes, connected, playing: playing.length };
  });
  expect(sums, `media at ${person.name}`).toEqual({ bytes: 0, connected: 0, playing: 0 });
}

async function keepTalking({ host, anna }: Call, text: string): Promise<void> {
  for (const person of [host, anna]) await mediaArrives(person, { peers: 1, route: "direct" });
  await anna.say(text);
  await host.hears(text);
}

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("the same call succeeds where the server passes everything on", async () => {
    const call = await callUnder("none", browser);
    await letIn(call);
    await keepTalking(call, "Nobody is in between.");
    for (const person of [call.host, call.anna])
      expect(await person.page.$(handle("problem"))).toBeNull();
  });

  test("a frame that was tampered with raises the alarm, and no media flows", async () => {
    const call = await callUnder("flip-admitted", browser);
    await letIn(call);
    await isTold(call.host, ["alarm"]);
    expect((await evil.state()).fired).toBeGreaterThan(0);
    for (const person of [call.host, call.anna]) await noMedia(person);
  });

  test("a man in the middle who has the link is refused by the guest, and no media flows", async () => {
    const call = await callUnder("between-host", browser, { hasLink: true });
    await call.anna.visit(call.link);
    await call.anna.press("continue");
    await isTold(call.anna, ["alarm"]);
    expect((await evil.state()).expected?.length).toBeGreaterThan(0);
    for (const person of [call.host, call.anna]) await noMedia(person);
  });
});

describe("in Chromium", () => {
  const browser = "chromium";

  test("words in the host's name are shown and not obeyed, and false good-byes and closings end nothing", async () => {
    const call = await callUnder("none", browser);
    await letIn(call);
    await keepTalking(call, "Before.");
    for (const attack of ["forge-admit", "forge-removal", "forge-deny", "forge-end"]) {
      await evil.strike(attack);
      await isTold(call.anna, ["forged-command"]);
      await call.anna.press("dismiss");
      await until(
        "the notice to go",
        async () => (await call.anna.page.$(handle("problem"))) === null,
      );
    }
    for (const attack of ["old-roster", "left-all", "errors", "closings"])
      await evil.strike(attack);
    await keepTalking(call, "And after.");
    for (const person of [call.host, call.anna]) expect((await person.stats()).length).toBe(1);
  });

  test("a changed list of members lets nobody in", async () => {
    const call = await callUnder("forge-first-roster", browser);
    await letIn(call);
    await isTold(call.anna, ["forged-command"]);
  });

  test("a host who reloads does not take back whom it had removed, although it is shown an old list", async () => {
    const call = await callUnder("old-welcome", browser);
    const ben = await stage.person("Ben Ott", { browser });
    await letIn(call);
    await letIn({ ...call, anna: ben });
    await mediaArrives(call.host, { peers: 2 });
    await call.host.remove(ben.name);
    await ben.has("over", "data-code", "removed");
    await call.host.reload();
    await keepTalking(call, "The two of us.");
    expect((await evil.state()).fired).toBeGreaterThan(0);
    for (const person of [call.host, call.anna]) expect((await person.stats()).length).toBe(1);
  });

  test("a new sid does not end a direct call, and the end reaches everybody without the server", async () => {
    const call = await callUnder("withhold-end", browser);
    await letIn(call);
    await keepTalking(call, "Before.");
    await evil.strike("new-sid");
    await keepTalking(call, "Under the old one.");
    await call.host.endForAll();
    await call.anna.has("over", "data-code", "ended");
  });

  test("a closing is not taken for the host's word", async () => {
    const call = await callUnder("turn-away", browser);
    await call.anna.visit(call.link);
    await call.anna.press("continue");
    await isTold(call.anna, ["bad-server"]);
    expect(await call.anna.page.$(handle("over"))).toBeNull();
  });

  test("a stranger at a guest's door is told nothing", async () => {
    const call = await callUnder("false-guest", browser, { hasLink: true });
    await letIn(call);
    await keepTalking(call, "Among ourselves.");
    const { fired, leaks } = await evil.state();
    expect({ leaks, fired: fired > 0 }).toEqual({ leaks: 0, fired: true });
  });
});
