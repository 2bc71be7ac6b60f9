/** Browsers of 2022: what they lack in cryptography comes with the page, and only to them. */
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { type Algorithm, makeOld } from "./harness/old.ts";
import type { Person } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { Tamper } from "./harness/tamper.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

const other = { chromium: "firefox", firefox: "chromium" } as const;

/** How often somebody's page asked for the file with the two curves. */
const asked = ({ requests }: Person) => requests.filter((url) => url.includes("/noble-")).length;

async function safetyCode(person: Person): Promise<string | null> {
  await person.press("safety");
  const digits = await person.attribute("safety-digits", "data-digits");
  await person.press("dialog-close");
  return digits;
}

interface Call {
  browser: BrowserName;
  missing: Algorithm[];
  old: "host" | "guest" | "both";
}

test.each<Call>([
  { browser: "chromium", missing: ["Ed25519", "X25519"], old: "guest" },
  { browser: "firefox", missing: ["Ed25519", "X25519"], old: "guest" },
  { browser: "chromium", missing: ["Ed25519"], old: "host" },
  { browser: "firefox", missing: ["X25519"], old: "host" },
  { browser: "firefox", missing: ["Ed25519", "X25519"], old: "both" },
])(
  "a call in which the $old has a $browser without $missing",
  async ({ browser, missing, old }) => {
    const hosts = old === "guest" ? other[browser] : browser;
    const host = await stage.person("Ms Weber", { browser: hosts });
    const guest = await stage.person("Anna Berg", { browser: other[hosts] });
    if (old !== "guest") await makeOld(host, missing);
    if (old !== "host") await makeOld(guest, missing);
    const link = await host.host({ topic: "The new logo" });
    await guest.knock(link);
    await host.admit(guest.name);
    await mediaArrives(host, { peers: 1, route: "direct" });
    await mediaArrives(guest, { peers: 1, route: "direct" });
    expect(await safetyCode(guest)).toBe(await safetyCode(host));
    await host.say("Can you read this?");
    await guest.hears("Can you read this?");
    // Whoever has it all is not sent it.
    expect([asked(host) > 0, asked(guest) > 0]).toEqual([old !== "guest", old !== "host"]);
    await guest.reload();
    await mediaArrives(host, { peers: 1, route: "direct" });
  },
);

describe("a file that was changed on its way", async () => {
  const tamper = await Tamper.start();
  const server = await Server.start({ origin: tamper.origin });
  tamper.target = server.port;
  afterAll(async () => {
    await tamper.close();
    await server.close();
  });
  tamper.change = (path, body) =>
    path.includes("/noble-") ? Buffer.concat([body, Buffer.from(" ")]) : body;

  test.each<BrowserName>(["chromium", "firefox"])(
    "is refused by %s, and the page says that it has not started",
    async (browser) => {
      const person = await stage.person("Anna Berg", { browser, origin: tamper.origin });
      await makeOld(person, ["Ed25519"]);
      await person.page.evaluateOnNewDocument(() => {
        addEventListener("unhandledrejection", (event) => event.preventDefault());
      });
      await person.visit();
      await until("the browser to refuse it", () =>
        person.console.some((line) => /integrity/.test(line) && line.includes("noble-")),
      );
      await until("the page to say that it has not started", () =>
        person.page.evaluate(() =>
          document.getElementById("not-started")?.checkVisibility({ visibilityProperty: true }),
        ),
      );
      expect(await person.page.$eval("#app", (app) => app.childElementCount)).toBe(0);
      person.console.length = 0; // that it was refused is no broken rule
    },
  );
});
