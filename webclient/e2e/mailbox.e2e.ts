/**
 * What a host leaves for a guest who is not there: left and taken in both browsers and by the native
 * client, while the server is killed in the middle, and what of it the server's disk holds.
 */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, describe, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { Desk, savedContent } from "./harness/files.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const desk = await Desk.clear();
afterAll(() => desk.forget());

const run = promisify(execFile);
const native = path.resolve(import.meta.dirname, "../../bin/einmal-peer");
const note = "Bitte vorher lesen.\nhttps://example.com/agenda";
const chat = { kind: "chat", devices: "not-asked" } as const;

/** Opens the dialog and fills it in. */
async function fillIn(host: Person, file?: string): Promise<void> {
  await host.press("leave-something");
  await host.see("box-name");
  await host.write("box-name", "Ms Weber");
  await host.write("box-text", note);
  if (file === undefined) return;
  const input = (await host.page.$(handle("box-file"))) as ElementHandle<HTMLInputElement> | null;
  await input?.uploadFile(file);
}

/** Follows the link up to the lobby, where no host is. */
async function wait(guest: Person, link: string): Promise<void> {
  await guest.knock(link, { devices: "not-asked" });
}

const boxes = async () =>
  (await stage.server.disk()).filter(({ length }) => length > 4096 && length % 65_536 === 4096);

const others: Record<BrowserName, BrowserName> = { chromium: "firefox", firefox: "chromium" };

describe.each<BrowserName>(["chromium", "firefox"])("a host in %s", (browser) => {
  test("leaves a message and a file; a guest in the other takes them, and nothing is left", async () => {
    const file = await desk.write("Vertrag.pdf", 3_000_000);
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.createRoom(chat);
    await fillIn(host, file.path);
    await host.press("box-leave");
    await host.see("box-there");
    expect(await host.text("box-there")).toContain("Vertrag.pdf");
    expect(await axeFaults(host.page)).toEqual([]);
    const held = await boxes();
    expect(held).toHaveLength(1);
    for (const bytes of await stage.server.disk())
      for (const word of ["Vertrag", "Weber", "example.com"])
        expect(bytes.includes(word), word).toBe(false);

    const guest = await stage.person("Anna Berg", { browser: others[browser] });
    await wait(guest, link);
    await guest.see("box-card");
    await until("whose it is", async () => (await guest.text("box-card")).includes("Ms Weber"));
    expect(await axeFaults(guest.page)).toEqual([]);
    await guest.press("box-open");
    expect(await guest.text("box-note")).toBe(note);
    const saved = await savedContent(guest, "box-save");
    expect(saved).toEqual({ name: "Vertrag.pdf", hash: file.hash });
    expect(await boxes(), "it is not erased before the person says so").toHaveLength(1);
    expect(await axeFaults(guest.page)).toEqual([]);
    await guest.press("box-erase");
    await until("it is said to be erased", async () =>
      (await guest.text("box-state")).includes("erased on the server"),
    );
    expect(await boxes()).toHaveLength(0);
    await host.press("dialog-close");
    await host.press("leave-something");
    await host.see("box-name"); // nothing lies there any more
  });

  test("takes it back while a guest waits, who is told so", async () => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser: others[browser] });
    const link = await host.createRoom(chat);
    await wait(guest, link);
    await fillIn(host);
    await host.press("box-leave");
    await host.see("box-there");
    await guest.see("box-open"); // without a reload
    await host.press("box-back");
    await host.see("box-name");
    await until("it is gone", async () => (await guest.page.$(handle("box-open"))) === null);
    expect(await boxes()).toHaveLength(0);
  });

  test("leaves it to the end although the server is killed in the middle, and so does a guest who takes it", async () => {
    const file = await desk.write("Film.bin", 8_000_000);
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.createRoom(chat);
    await fillIn(host, file.path);
    await host.press("box-leave");
    await until("some of it is there", async () => (await boxes()).length === 1);
    await stage.server.kill();
    await stage.server.run();
    expect(await boxes(), "nothing of what was under way is left").toHaveLength(0);
    await host.see("box-there", 60_000);

    const guest = await stage.person("Anna Berg", { browser: others[browser] });
    await wait(guest, link);
    await guest.press("box-open");
    await until("some of it has come", async () => {
      const bar = await guest.page.$(`${handle("box-card")} progress`);
      return bar && (await bar.evaluate((one) => (one as HTMLProgressElement).value)) >= 10;
    });
    await stage.server.kill();
    await stage.server.run();
    await guest.see("box-save", 60_000);
    expect(await savedContent(guest, "box-save")).toEqual({ name: "Film.bin", hash: file.hash });
    // The server is away: nobody is told that it is erased.
    await stage.server.kill();
    await guest.press("box-erase");
    await guest.see("box-problem", 60_000);
    expect(await guest.attribute("box-problem", "data-code")).toBe("box-lost");
    await stage.server.run();
    await guest.press("box-erase");
    await until("it is said to be erased", async () =>
      (await guest.text("box-state")).includes("erased on the server"),
    );
    expect(await boxes()).toHaveLength(0);
  });

  test("and the native client leave and take what the other leaves", async () => {
    const file = await desk.write("Plan.odt", 200_000);
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.createRoom(chat);
    await fillIn(host, file.path);
    await host.press("box-leave");
    await host.see("box-there");
    const folder = await Desk.clear();
    const { stdout } = await run(native, ["take", "-files", folder.folder, link]);
    expect(stdout).toContain("Bitte vorher lesen.");
    expect(await folder.hashOf("Plan.odt")).toBe(file.hash);
    await folder.forget();
    expect(await boxes()).toHaveLength(0);
    await host.press("dialog-close");

    await host.press("host-link");
    const hostLink = String(await host.attribute("host-link", "data-link"));
    await run(native, ["leave", "-name", "Ms Weber", "-note", note, "-file", file.path, hostLink]);
    const guest = await stage.person("Anna Berg", { browser });
    await wait(guest, link);
    await guest.press("box-open");
    expect(await guest.text("box-note")).toBe(note);
    expect(await savedContent(guest, "box-save")).toEqual({ name: "Plan.odt", hash: file.hash });
    await guest.press("box-erase");
    await until("it is erased", async () => (await boxes()).length === 0);
  });
});

test("what was left goes with the room", async () => {
  const host = await stage.person("Ms Weber");
  await host.createRoom(chat);
  await fillIn(host);
  await host.press("box-leave");
  await host.see("box-there");
  await host.press("dialog-close");
  await host.enterRoom({ devices: "not-asked" });
  await host.press("knows");
  await host.see("knows-box");
  await host.press("dialog-close");
  expect(await boxes()).toHaveLength(1);
  await host.endForAll();
  await host.see("over");
  expect(await boxes()).toHaveLength(0);
});
