/**
 * A telephone as a guest of browsers: the host is asked and told, everybody sees it, and sound goes
 * both ways in G.711.
 */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import type { Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { freePort, Gateway, Telephone } from "./harness/telephone.ts";
import { until } from "./harness/until.ts";

let door: number;
const stage = useStage(async () => {
  door = await freePort();
  return await Server.start({ flags: ["-phone", `127.0.0.1:${door}`] });
});
let gateway: Gateway;
let phone: Telephone | undefined;

beforeAll(async () => {
  gateway = await Gateway.run(stage.server.origin, door);
});
afterEach(() => phone?.close());
afterAll(() => gateway.stop());

/** What this browser says and hears in PCMU, in packets, over all its connections. */
async function pcmuOf(person: Person): Promise<{ said: number; heard: number }> {
  return await person.page.evaluate(async () => {
    const sum = { said: 0, heard: 0 };
    for (const connection of window.spy.connections) {
      const stats = [...(await connection.getStats()).values()];
      const codecs = stats.filter(({ mimeType }) => mimeType === "audio/PCMU").map(({ id }) => id);
      for (const one of stats.filter(({ codecId }) => codecs.includes(codecId))) {
        if (one.type === "outbound-rtp") sum.said += one.packetsSent;
        if (one.type === "inbound-rtp") sum.heard += one.packetsReceived;
      }
    }
    return sum;
  });
}

async function textOf(person: Person, name: string): Promise<string> {
  return await person.page.$$eval(`[data-test=${name}]`, (all) =>
    all.map(({ textContent }) => textContent).join(" | "),
  );
}

test.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])(
  "a telephone joins a host in %s and a guest in %s, and all of them know",
  async (...browsers) => {
    const weber = await stage.person("Ms Weber", { browser: browsers[0] });
    const anna = await stage.person("Anna Berg", { browser: browsers[1] });
    const link = await weber.host();
    await anna.knock(link);
    await weber.admit("Anna Berg");
    phone = await Telephone.call(gateway, "+4930555123");
    // The host's page makes a PIN, ends it, and makes another one.
    await weber.press("people");
    await weber.press("phone-make");
    const pinOf = async () =>
      await until("a PIN", async () => (await textOf(weber, "phone-pin")) || undefined);
    await pinOf();
    await weber.press("phone-end");
    await until("no PIN", async () => (await textOf(weber, "phone-pin")) === "");
    await weber.press("phone-make");
    const pin = await pinOf();
    expect(await textOf(weber, "phone-number")).toBe("1");
    await weber.press("dialog-close");
    phone.press(pin);
    const card = await weber.knockCard("Phone …123");
    expect(await card.evaluate(({ textContent }) => textContent)).toContain(
      "By phone, not encrypted end to end",
    );
    expect(await textOf(weber, "encrypted")).toBe("Encrypted between you");
    await weber.admit("Phone …123");
    for (const person of [weber, anna]) {
      await until(`${person.name} to see the telephone`, async () =>
        (await textOf(person, "tile")).includes("By phone, not encrypted end to end"),
      );
      expect(await textOf(person, "encrypted")).toBe("By phone: not end to end");
      await until(`${person.name} to speak and hear G.711`, async () => {
        const { said, heard } = await pcmuOf(person);
        return said > 25 && heard > 25;
      });
    }
    const { heard } = phone;
    await until("the telephone to hear the browsers", () => heard.packets > 50 && heard.loud > 5);
    await phone.hangUp();
    for (const person of [weber, anna])
      await until(
        `${person.name}’s label to come back`,
        async () => (await textOf(person, "encrypted")) === "Encrypted between you",
      );
  },
);

test("a telephone hears the others on while the server is killed, and stays a member", async () => {
  // Firefox makes up a tone that lasts, Chromium a beep now and then.
  const weber = await stage.person("Ms Weber", { browser: "firefox" });
  const link = await weber.host();
  phone = await Telephone.call(gateway, "+4930555123");
  phone.press(await gateway.invite(link));
  await weber.admit("Phone …123");
  const { heard } = phone;
  await until("the telephone to hear the host", () => heard.loud > 5);
  await stage.server.kill();
  const before = heard.loud; // of which what is said of the server has 15
  await until("the telephone to hear the host on", () => heard.loud > before + 40);
  await stage.server.run();
  // Chromium offers here, and is answered in G.711 alone.
  const anna = await stage.person("Anna Berg");
  await anna.knock(link);
  await weber.admit("Anna Berg");
  await until("Anna to hear the telephone", async () => (await pcmuOf(anna)).heard > 25);
  await phone.hangUp();
});
