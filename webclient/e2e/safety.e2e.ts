import { expect, test } from "vitest";
import { Native } from "./harness/native.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

interface Seen {
  emoji: (string | null)[];
  digits: string | null;
  program: string | null;
}

/** Opens what a person sees of the way to the only other one, and closes it again. */
async function seenBy(person: Person): Promise<Seen> {
  await person.press("safety");
  const digits = await person.attribute("safety-digits", "data-digits");
  const emoji = await person.page.$$eval(handle("safety-emoji"), (all) =>
    all.map((one) => one.textContent),
  );
  const program = await person.attribute("safety-program", "data-program");
  await person.press("dialog-close");
  return { emoji, digits, program };
}

/** A chat: the code is made of the same connection, and needs no camera. */
async function callOf(host: Person, guest: Person): Promise<void> {
  const link = await host.host({ kind: "chat", seats: 2 }, { devices: "not-asked" });
  await guest.knock(link, { devices: "not-asked" });
  await host.admit(guest.name);
}

/** By keyboard, which afterwards is where it was. */
async function opensAndClosesIt({ page }: Person, title: string): Promise<void> {
  const focused = () =>
    page.evaluate(
      () => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`,
    );
  await page.focus(handle("safety"));
  const before = await focused();
  await page.keyboard.press("Enter");
  await until("the title to be read", async () => (await focused()) === `H2 ${title}`);
  await page.keyboard.press("Escape");
  await until("the dialog to close", async () => (await page.$("dialog")) === null);
  expect(await focused()).toBe(before);
}

test("Chromium and Firefox show the same safety code, and that both run the same client", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser: "firefox" });
  await callOf(host, guest);
  const [atHost, atGuest] = [await seenBy(host), await seenBy(guest)];
  expect(atHost.emoji).toHaveLength(4);
  expect(atHost.digits).toMatch(/^\d{6}$/);
  expect(atHost.program).toBe("same");
  expect(atGuest).toEqual(atHost);
  for (const person of [host, guest]) expect(await person.page.$(handle("problem"))).toBeNull();
  await host.press("safety");
  await host.press("safety-compare");
  await until("the mark", async () => (await host.page.$(handle("safety-compared"))) !== null);
  await host.press("dialog-close");
  expect(await host.attribute("safety", "data-compared")).toBe("true");
  expect(await guest.attribute("safety", "data-compared"), "each for themselves").toBe("false");
  await opensAndClosesIt(host, `Safety code with ${guest.name}`);
  await opensAndClosesIt(guest, `Safety code with ${host.name}`);
});

test("two people who were given different clients are both told so", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  await guest.page.evaluateOnNewDocument(() => {
    // Before the modules run.
    document.addEventListener("readystatechange", () => {
      document.querySelector('meta[name="einmal-build"]')?.setAttribute("content", "another build");
    });
  });
  await callOf(host, guest);
  for (const [person, other] of [
    [host, guest],
    [guest, host],
  ] as const) {
    await person.has("problem", "data-code", "build-differs");
    await person.reads("problem", other.name);
    await person.press("dismiss-program");
    expect((await seenBy(person)).program).toBe("different");
    expect(await person.page.$(handle("problem"))).toBeNull();
  }
});

test("a browser and the native client show the same safety code; the other kind of program is no alarm", async () => {
  const host = await stage.person("Ms Weber");
  const native = Native.echo(await host.host({ kind: "chat", seats: 2 }, { devices: "not-asked" }));
  try {
    await host.admit("Echo");
    const { safety } = (await native.hears("safety")) as unknown as {
      safety: { emoji: string[]; digits: string };
    };
    expect(await seenBy(host)).toEqual({
      emoji: safety.emoji,
      digits: safety.digits,
      program: "native",
    });
    expect(await host.page.$(handle("problem"))).toBeNull();
  } finally {
    await native.leave();
  }
});
