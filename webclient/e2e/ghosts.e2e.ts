// A lying server names people who are not there, and keeps the host's word from those who are.
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { Evil } from "./harness/evil.ts";
import { areInCall, chat, isShown, talk, tiles } from "./harness/incall.ts";
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

const browsers: BrowserName[] = ["chromium", "firefox"];

describe.each(browsers)("in %s", (browser) => {
  test("knocks of people who are not there are nobody's, and who is there is let in", async () => {
    const [host, anna] = [
      await stage.person("Ms Weber", { browser }),
      await stage.person("Anna Berg", { browser }),
    ];
    const link = await host.createRoom({ kind: "chat" });
    await evil.play("ghosts");
    await host.enterRoom(chat);
    await anna.knock(link, chat);
    await isShown(host, [anna]);
    await host.admit(anna.name);
    await areInCall([host, anna], 5_000);
    await isShown(host, []);
    expect((await evil.state()).fired).toBeGreaterThan(0);
    await talk(anna, host);
  });

  test("a host whom the server tells that a guest is not there reads it, and lets in others", async () => {
    const [host, anna, ben] = await threeOf(browser);
    const link = await host.createRoom({ kind: "chat" });
    await evil.play("not-there");
    await host.enterRoom(chat);
    await anna.knock(link, chat);
    await host.admit(anna.name);
    await until("the host to be told", async () => {
      const told = await host.page.$$eval(handle("problem"), (all) =>
        all.map((one) => one.getAttribute("data-code")),
      );
      return told.includes("unknown-peer");
    });
    await host.reads("problem", "This person is no longer there.");
    await areInCall([host]);
    await ben.knock(link, chat);
    await host.admit(ben.name);
    await areInCall([host, ben], 5_000);
    await talk(ben, host);
  });

  test("who was removed does not hear a guest, nor is heard, to whom the server never says it and who finds the host only then", async () => {
    const [host, anna, ben] = await threeOf(browser);
    const link = await host.createRoom({ kind: "audio" });
    await evil.play("withhold-removal-apart");
    await host.enterRoom();
    for (const guest of [anna, ben]) {
      await guest.knock(link);
      await host.admit(guest.name);
    }
    // The server keeps host and Anna apart until somebody is removed.
    await mediaArrives(ben, { peers: 2, video: false });
    await loseWhatIsSaidToThoseWhoAreHere(host);
    await host.remove(ben.name);
    await areInCall([host, anna]);
    for (const person of [host, anna]) await mediaArrives(person, { peers: 1, video: false });
    await until("Ben to reach nobody any more", async () =>
      (await tiles(ben)).every((tile) => !tile.endsWith(": connected")),
    );
    expect(await connections(ben)).not.toContain("connected");
    expect((await evil.state()).fired).toBeGreaterThan(0);
  });
});

async function threeOf(browser: BrowserName): Promise<[Person, Person, Person]> {
  return [
    await stage.person("Ms Weber", { browser }),
    await stage.person("Anna Berg", { browser }),
    await stage.person("Ben Ott", { browser }),
  ];
}

/**
 * The last word on the ways that are open is lost: it gets to people only on those that open after
 * somebody was removed.
 */
async function loseWhatIsSaidToThoseWhoAreHere(host: Person): Promise<void> {
  await host.page.evaluate((tile) => {
    const send = RTCDataChannel.prototype.send as (this: RTCDataChannel, data: string) => void;
    const before = document.querySelectorAll(tile).length;
    RTCDataChannel.prototype.send = function (data: unknown) {
      if (document.querySelectorAll(tile).length < before) send.call(this, data as string);
    };
  }, handle("tile"));
}

const connections = (person: Person) =>
  person.page.evaluate(() => window.spy.connections.map(({ connectionState }) => connectionState));
