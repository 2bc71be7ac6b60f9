/**
 * The two implementations of the protocol with each other: a browser, and the native participant on
 * pion.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { type Flow, mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();
let native: Native | undefined;

afterEach(async () => {
  await native?.leave();
  native = undefined;
});

const browsers: BrowserName[] = ["chromium", "firefox"];

describe.each(browsers)("%s and a native host", (browser) => {
  test.each<[string, string[], Flow]>([
    ["directly", [], { peers: 1, route: "direct" }],
    ["over the relay", ["-relay-only"], { peers: 1, route: "relay" }],
  ])("see, hear and read each other %s, until the host ends it", async (_, flags, flow) => {
    native = Native.host(stage.server.origin, ...flags);
    const { guest } = await native.hears("link");
    const anna = await stage.person("Anna Berg", { browser });
    await anna.visit(String(guest));
    await anna.press("continue");
    await anna.prepare();
    await anna.press("join");
    await native.hears("connected");
    await mediaArrives(anna, flow);
    await anna.say("Can you read this?");
    await native.hears("chat", ({ text }) => text === "Can you read this?");
    native.say("I can.");
    await anna.hears("I can.");
    await native.leave();
    await anna.see("over");
    expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
  });
});

test.each(browsers)(
  "%s gets its own picture and sound back from an echo, also while the server is gone",
  async (browser) => {
    const weber = await stage.person("Ms Weber", { browser });
    native = Native.echo(await weber.host());
    await native.hears("waiting");
    await weber.admit("Echo");
    await native.hears("connected");
    await mediaArrives(weber, { peers: 1, route: "direct" });
    await stage.server.kill();
    await native.hears("server-lost");
    await weber.say("Still there?");
    await native.hears("chat", ({ text }) => text === "Still there?");
    await mediaArrives(weber, { peers: 1, route: "direct" });
    await stage.server.run();
    await native.hears("server-back");
    await native.leave();
    expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
  },
);
