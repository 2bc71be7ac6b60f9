/** What stands where the client does not run: nothing there, no JavaScript, not started. */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { lookAround, lookFurther } from "./harness/look.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();

test.each<BrowserName>(["chromium", "firefox"])(
  "the file of another program is not there, and a page says so, in %s",
  async (browser) => {
    const reader = await stage.person("Anna Berg", { browser });
    for (const [language, title] of [
      ["de", "Hier ist nichts"],
      ["en", "There is nothing here"],
    ]) {
      const address = `${stage.server.origin}/wp-login.php?lang=${language}`;
      const answer = await reader.page.goto(address);
      expect(answer?.status()).toBe(404);
      expect(await reader.page.$eval("h1", (heading) => heading.textContent)).toBe(title);
      if (browser === "chromium")
        expect(await lookAround(reader, `31-nothing-${language}`)).toEqual([]);
    }
    await reader.page.click(".button");
    await reader.see("create");
  },
);

test("a page that has not started looks right on a phone and a desktop, and is accessible", async () => {
  const reader = await stage.person("Anna Berg");
  await reader.page.setRequestInterception(true);
  reader.page.on("request", (request) => {
    void (request.url().endsWith(".js") ? request.abort() : request.continue());
  });
  await reader.page.goto(stage.server.origin);
  await reader.page.waitForFunction(() =>
    document.getElementById("not-started")?.checkVisibility({ visibilityProperty: true }),
  );
  expect(await lookAround(reader, "32-not-started")).toEqual([]);
});

// Chromium alone: Firefox ESR has no command that takes the scripts from a page.
test("without JavaScript the page says so, in both languages, and where the link is", async () => {
  const reader = await stage.person("Anna Berg");
  await reader.page.setJavaScriptEnabled(false);
  await reader.page.setViewport({ width: 360, height: 740 });
  await reader.page.goto(`${stage.server.origin}/#1AAEC`);
  const seen = await reader.page.evaluate(() => ({
    text: document.querySelector("noscript .page")?.textContent?.replaceAll(/\s+/g, " "),
    shown: ["noscript .page", "#not-started"].map((name) =>
      document.querySelector(name)?.checkVisibility(),
    ),
    wider: document.documentElement.scrollWidth - innerWidth,
    address: location.hash,
  }));
  expect(seen.text).toContain("This page needs JavaScript");
  expect(seen.text).toContain(
    "Sind Sie über einen Link gekommen, steht er noch in der Adresszeile",
  );
  expect(seen).toMatchObject({ shown: [true, false], wider: 0, address: "#1AAEC" });
  expect(await lookFurther(reader, "33-no-script")).toEqual([]);
});
