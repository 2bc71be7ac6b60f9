import path from "node:path";
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { lookAround } from "./harness/look.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

const operator = path.resolve(import.meta.dirname, "../../cmd/einmal/testdata/operator.conf");
const stage = useStage(() => Server.start({ flags: ["-operator", operator] }));

test("the privacy notice and the imprint look right on a phone and a desktop, light and dark, and are accessible", async () => {
  const reader = await stage.person("Anna Berg");
  const { origin } = stage.server;
  for (const language of ["de", "en"]) {
    for (const page of ["privacy", "imprint"]) {
      await reader.page.goto(`${origin}/${page}?lang=${language}`);
      expect(await lookAround(reader, `30-${page}-${language}`)).toEqual([]);
    }
  }
});

test.each<BrowserName>(["chromium", "firefox"])(
  "a guest in %s reads who runs the server, and the notice in another tab, and keeps the place in the lobby",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser });
    await host.visit();
    await host.has("imprint", "href", "/imprint?lang=en");
    await guest.visit(await host.createRoom({ kind: "chat" }));
    await guest.has("privacy", "href", "/privacy?lang=en");
    await guest.reads("server-facts", "Run by: Weber Gestaltung. Location: Germany.");
    await guest.press("continue");
    await guest.prepare({ devices: "not-asked" });
    await guest.press("join");
    await guest.see("waiting");
    const opened = guest.page
      .browserContext()
      .waitForTarget((target) => target.url().endsWith("/privacy?lang=en"));
    await guest.press("privacy");
    const notice = await (await opened).page();
    expect(await notice?.evaluate(() => document.querySelector("h1")?.textContent)).toBe(
      "Privacy notice",
    );
    const words = await notice?.evaluate(() => document.body.textContent);
    expect(words).toContain("This server is run by Weber Gestaltung; it stands in Germany.");
    expect(words).not.toMatch(/template/i);
    expect(await notice?.evaluate(() => [document.cookie, window.opener])).toEqual(["", null]);
    await guest.see("waiting");
  },
);
