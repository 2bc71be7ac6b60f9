/** Links as other people's programs leave them: a sample of the table, through both browsers. */
import type { HTTPResponse } from "puppeteer-core";
import { expect, test } from "vitest";
import { damaged, damages } from "../src/crypto/testing/damages.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();
const browsers: readonly BrowserName[] = ["chromium", "firefox"];
const { host, creator } = damages.links;

/** Where somebody ends who presses a link of each kind. */
const kinds = [
  ["guest", "continue"],
  ["host", "enter"],
  ["creator", "create"],
] as const;

/** Types an address, which another page was at before: else only the fragment would change. */
async function goTo(person: Person, address: string): Promise<HTTPResponse | null> {
  // Of a file that has half arrived Firefox says that its hash is wrong.
  await person.page.waitForNetworkIdle({ idleTime: 100 });
  await person.page.goto("about:blank");
  return await person.page.goto(address, { waitUntil: "domcontentloaded" });
}

const addressOf = (person: Person) => person.page.evaluate(() => location.href);

/**
 * What can be pressed, or typed into an address bar, and has a fragment; there the server is that
 * of the address.
 */
const pressed = damages.damages.filter(
  ({ text, origin }) =>
    origin === undefined &&
    /^\{(link|start|cut|cut1|lower|upper|origin\}\/[^%]*(#.|\{fragment))/.test(text) &&
    !text.includes("other.example"),
);

test.each(browsers)("damaged links are repaired in %s", async (browser) => {
  const person = await stage.person("Anna Berg", { browser });
  const { origin } = stage.server;
  const repaired = pressed.filter(({ code }) => code === undefined);
  expect(repaired.length).toBeGreaterThan(60);
  for (const [at, { name, text }] of repaired.entries()) {
    const [kind, screen] = kinds[at % 3] ?? kinds[0];
    if (Math.floor(at / 3) % 3 !== 0) continue; // a sample: a third of them, and a third of these of each kind
    await goTo(person, damaged(text, damages.links[kind], origin));
    await person.see(screen).catch((cause: unknown) => {
      throw new Error(`${kind} link, ${name}`, { cause });
    });
    expect(await addressOf(person), name).toBe(`${origin}/`);
  }
});

test.each(browsers)(
  "what cannot be repaired can be corrected in %s, or a whole mail pasted",
  async (browser) => {
    const person = await stage.person("Anna Berg", { browser });
    const { origin } = stage.server;
    const mail = damages.damages.find(({ name }) => name === "a whole mail")?.text ?? "";
    // An address has no line break.
    const refused = pressed.filter(({ code, text }) => code !== undefined && !text.includes("\n"));
    expect(refused.length).toBeGreaterThan(12);
    for (const { name, text, code } of refused) {
      await goTo(person, damaged(text, host, origin));
      await person.has("problem", "data-code", code ?? "");
      expect(await addressOf(person), name).toBe(`${origin}/`);
    }
    await person.write("link", damaged(mail, creator, origin));
    await person.press("open-link");
    await person.see("create");
  },
);

test.each(browsers)("a link that was sent to the server is not opened in %s", async (browser) => {
  const person = await stage.person("Anna Berg", { browser });
  const { origin } = stage.server;
  for (const kind of ["guest", "host", "creator"] as const) {
    const body = damages.links[kind].slice(1);
    for (const path of [`%23${body}`, `%2523${body}.`, body, `?${body}`, `%23${body}#${body}`]) {
      const response = await goTo(person, `${origin}/${path}`);
      expect(response?.status()).toBe(path.startsWith("?") ? 200 : 404);
      await person.has("problem", "data-code", `link-seen.${kind}`);
      expect(await addressOf(person)).toBe(`${origin}/`);
      expect(await person.page.evaluate(() => window.spy.sockets.length)).toBe(0);
    }
    await person.reload();
    await person.has("problem", "data-code", `link-seen.${kind}`);
    await person.reads("problem", "The server has seen this link.");
    await person.page.locator("button::-p-text(Deutsch)").click();
    await person.drawn();
    await person.reads("problem", "Der Server hat diesen Link gesehen.");
  }
  expect(stage.server.log).toBe("");
});

test.each(browsers)(
  "%s keeps the link when it came under another name, and loses what the server added",
  async (browser) => {
    const person = await stage.person("Anna Berg", { browser });
    const { origin } = stage.server;
    await goTo(person, `${origin.replace("localhost", "127.0.0.1")}/${damages.links.guest}.`);
    await person.see("continue");
    expect(await addressOf(person)).toBe(`${origin}/`);
    person.requests.length = 0; // the other name was asked for
    await goTo(person, `${origin}/nothing`);
    await person.has("problem", "data-code", "link-unknown");
  },
);

test("a damaged link leads into the call", async () => {
  const hosting = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await hosting.host();
  await guest.knock(`${link}”&utm_source=mail`);
  await hosting.admit(guest.name);
  for (const person of [hosting, guest]) await mediaArrives(person, { peers: 1 });
});
