/** A server on which only creators make rooms. */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage(() => Server.start({ flags: ["-create", "token"] }));

async function creatorLink(label: string): Promise<string> {
  const [link] = (await stage.server.command("creator", "add", label)).split("\n");
  if (!link) throw new Error("no creator link was printed");
  return link;
}

test.each<BrowserName>(["chromium", "firefox"])(
  "with a creator link a room is made in %s, and another after it",
  async (browser) => {
    const creator = await creatorLink(`Office ${browser}`);
    const host = await stage.person("Ms Weber", { browser });
    await host.visit(creator);
    expect(await host.page.evaluate(() => location.hash)).toBe("");
    await host.press("create");
    const link = await host.attribute("guest-link", "data-link");
    const guest = await stage.person("Anna Berg");
    await host.enterRoom();
    await guest.knock(String(link));
    await host.admit(guest.name);
    await mediaArrives(host, { peers: 1 });
    await host.endForAll();
    await host.see("over");
    await host.page.locator("a::-p-text(Start another call)").click();
    await host.press("create");
    await host.see("guest-link");
  },
);

test.each<BrowserName>(["chromium", "firefox"])(
  "%s remembers on request that somebody may make rooms, and only then",
  async (browser) => {
    const creator = await creatorLink(`Kept in ${browser}`);
    const host = await stage.person("Ms Weber", { browser });
    await host.visit(creator);
    await host.see("create");
    await host.changeTabs();
    await host.visit();
    await host.has("start-shut", "data-code", "token");
    await host.reads("start-shut", "Only people with a link from the operator of this server");
    await host.visit(creator);
    await host.press("keep-creator");
    await host.changeTabs();
    await host.createRoom({ kind: "chat" });
    await host.see("remembered");
    await host.changeTabs();
    await host.visit();
    await host.press("keep-creator");
    await host.changeTabs();
    await host.visit();
    await host.has("start-shut", "data-code", "token");
  },
);

test("without one, or with one that was taken back, a person is told what is missing", async () => {
  const creator = await creatorLink("Visitor");
  await stage.server.command("creator", "remove", "Visitor");
  for (const link of [undefined, creator]) {
    const stranger = await stage.person("Ben Ott");
    await stranger.visit(link);
    if (link === undefined) {
      await stranger.has("start-shut", "data-code", "token");
      expect(await stranger.page.$(handle("create"))).toBe(null);
      await stranger.write("link", `Please use ${creator}`);
      await stranger.press("open-link");
    }
    await stranger.press("create");
    await stranger.has("problem", "data-code", "create-forbidden");
  }
  const cut = await stage.person("Carla Lenz");
  await cut.visit(creator.slice(0, -5));
  await cut.has("problem", "data-code", "link-incomplete");
});

test("where nobody makes rooms the start page says so", async () => {
  // Rooms are made by who sits at the machine, but it can be reached from others.
  const server = await Server.start({ host: "0.0.0.0", flags: ["-relay-address", "127.0.0.1"] });
  try {
    const stranger = await stage.person("Ben Ott", { browser: "firefox", origin: server.origin });
    await stranger.visit();
    await stranger.has("start-shut", "data-code", "nobody");
    await stranger.reads("start-shut", "Nobody can make rooms here at the moment");
    expect(await stranger.page.$(handle("create"))).toBe(null);
  } finally {
    await server.close();
  }
});
