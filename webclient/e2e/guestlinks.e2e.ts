/**
 * Links for one person each: the host is told whose link somebody knocks with, and whether it is the
 * device that came with it first; also after a reload, and when the link was revoked.
 */
import { describe, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const quiet = { devices: "not-asked" } as const;

/** Makes a link for somebody in the open dialog. */
async function makeLink(host: Person, name: string, count: number): Promise<string> {
  await host.write("guest-name", name);
  await host.press("make-guest-link");
  return await until(`a link for ${name}`, async () => {
    const items = await host.page.$$eval(handle("guest-item"), (all) =>
      all.map((one) => (one as HTMLElement).dataset.link ?? ""),
    );
    return items.length === count && items.at(-1);
  });
}

/** What the card of somebody who knocks says of their link. */
async function verdict(host: Person, name: string): Promise<string> {
  const card = await host.knockCard(name);
  return await until(`what is said of ${name}'s link`, async () => {
    const line = await card.$(handle("personal"));
    return line && (await line.evaluate((one) => (one as HTMLElement).dataset.code ?? ""));
  });
}

const others: Record<BrowserName, BrowserName> = { chromium: "firefox", firefox: "chromium" };

describe.each<BrowserName>(["chromium", "firefox"])("a host in %s", (browser) => {
  test("is told whose link it is, and whose device, also after a reload", async () => {
    const host = await stage.person("Ms Weber", { browser });
    await host.createRoom({ kind: "chat" });
    await host.press("guest-links");
    const forAnna = await makeLink(host, "Anna Berg", 1);
    const forBen = await makeLink(host, "Ben", 2);
    expect(await axeFaults(host.page)).toEqual([]);
    await host.press("dialog-close");
    await host.enterRoom(quiet);

    const anna = await stage.person("Anna", { browser: others[browser] });
    anna.stores.push("einmal device");
    await anna.knock(forAnna, quiet);
    expect(await verdict(host, "Anna")).toBe("first");
    expect(await axeFaults(host.page)).toEqual([]);
    const stranger = await stage.person("Anna too", { browser: others[browser] });
    stranger.stores.push("einmal device");
    await stranger.knock(forAnna, quiet);
    expect(await verdict(host, "Anna too")).toBe("other");
    await host.deny("Anna too");

    await host.reload();
    await host.see("leave");
    expect(await verdict(host, "Anna")).toBe("same");
    await anna.reload();
    expect(await verdict(host, "Anna")).toBe("same");
    await host.admit("Anna");
    await anna.see("leave");
    await anna.reload(); // comes back without a knock, as ever
    await anna.see("leave");

    // Without its token it is a guest link like any other.
    const ben = await stage.person("Ben", { browser: others[browser] });
    await ben.knock(forBen.replace(/\.[\w-]{22}$/, ""), quiet);
    const card = await host.knockCard("Ben");
    expect(await card.$(handle("personal"))).toBeNull();
  });

  test("turns away who comes by a link that was revoked", async () => {
    const host = await stage.person("Ms Weber", { browser });
    await host.createRoom({ kind: "chat" });
    await host.press("guest-links");
    const link = await makeLink(host, "Anna Berg", 1);
    await host.press("revoke");
    await until("it to be revoked", async () => {
      return (await host.attribute("guest-item", "data-state")) === "revoked";
    });
    await host.press("dialog-close");
    await host.enterRoom(quiet);
    const anna = await stage.person("Anna", { browser: others[browser] });
    anna.stores.push("einmal device");
    await anna.visit(link);
    await anna.press("continue");
    await anna.prepare(quiet);
    await anna.press("join");
    await anna.see("over");
    expect(await host.page.$(handle("knock-card"))).toBeNull();
  });
});
