/**
 * Files as people send, take and save them; what arrives is compared byte by byte, through its
 * hash.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { handle, type Person } from "./person.ts";
import { until } from "./until.ts";

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A folder that is gone with the test file, and made-up files in it. */
export class Desk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async clear(): Promise<Desk> {
    return new Desk(await mkdtemp(path.join(tmpdir(), "einmal-files-")));
  }

  write(name: string, size: number): Promise<{ path: string; hash: string }> {
    return this.put(name, randomBytes(size));
  }

  async put(name: string, bytes: Buffer): Promise<{ path: string; hash: string }> {
    const file = path.join(this.folder, name);
    await writeFile(file, bytes);
    return { path: file, hash: sha256(bytes) };
  }

  /** The hash of a file that appears in the folder, once it is whole. */
  async hashOf(name: string): Promise<string> {
    return await until(`${name} on the desk`, async () => {
      const names = await readdir(this.folder);
      return names.includes(name) && sha256(await readFile(path.join(this.folder, name)));
    });
  }

  async forget(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

export async function offer(person: Person, file: string): Promise<void> {
  await openChat(person);
  const input = (await person.page.$(
    handle("file-input"),
  )) as ElementHandle<HTMLInputElement> | null;
  if (!input) throw new Error(`${person.name} finds no way to send a file`);
  await input.uploadFile(file);
}

/** Presses a button of the file of this name, once it is there: accept, decline, cancel or save. */
export async function choose(person: Person, name: string, choice: string): Promise<void> {
  await openChat(person);
  await person.press(`file"][data-name="${name}"] [data-test="file-${choice}`);
}

/** Waits until each share of a file stands so. */
export async function stands(person: Person, name: string, state: string): Promise<void> {
  await openChat(person);
  const shares = `${handle(`file"][data-name="${name}`)} ${handle("file-share")}`;
  await until(`${name} to be ${state} at ${person.name}`, async () => {
    const states = await person.page.$$eval(shares, (all) =>
      all.map((one) => (one as HTMLElement).dataset.state),
    );
    return states.length > 0 && states.every((one) => one === state);
  });
}

/** Waits until so many percent of a file are there, and gives how many. */
export async function reaches(person: Person, name: string, percent: number): Promise<number> {
  const progress = `${handle(`file"][data-name="${name}`)} progress`;
  return await until(`${percent} % of ${name} at ${person.name}`, async () => {
    const [value = 0] = await person.page.$$eval(progress, (all) =>
      all.map((one) => (one as HTMLProgressElement).value),
    );
    return value >= percent && value;
  });
}

/** What the browser was handed last. */
type Saved = { saved: { content: Blob; name?: string } };

/**
 * From now on what the page hands out for saving is kept in it and goes no further: Firefox would
 * ask where to.
 */
async function catchSaved(person: Person): Promise<void> {
  await person.page.evaluate(() => {
    const saved = window as unknown as { saved?: { content?: Blob; name?: string } };
    saved.saved = {};
    const create = URL.createObjectURL;
    URL.createObjectURL = (content: Blob) => {
      saved.saved = { content };
      return create.call(URL, content);
    };
    HTMLAnchorElement.prototype.click = function () {
      if (saved.saved) saved.saved.name = this.download;
    };
  });
}

/** Presses what hands out a text, and reads it. */
export async function savedText(
  person: Person,
  control: string,
): Promise<{ name: string; text: string }> {
  await catchSaved(person);
  await person.press(control);
  await person.page.waitForFunction(() => (window as unknown as Saved).saved.name !== undefined);
  return await person.page.evaluate(async () => {
    const { content, name = "" } = (window as unknown as Saved).saved;
    return { name, text: await content.text() };
  });
}

/** Saves a file, and gives the hash and the name of what the browser is handed. */
export async function save(person: Person, name: string): Promise<{ name: string; hash: string }> {
  return await savedContent(person, () => choose(person, name, "save"));
}

/** The same, of what a control hands out, by its handle or by what presses it. */
export async function savedContent(
  person: Person,
  control: string | (() => Promise<void>),
): Promise<{ name: string; hash: string }> {
  await catchSaved(person);
  await (typeof control === "string" ? person.press(control) : control());
  return await person.page.evaluate(async () => {
    const { content, name = "" } = (window as unknown as Saved).saved;
    const digest = new Uint8Array(
      await crypto.subtle.digest("SHA-256", await content.arrayBuffer()),
    );
    return {
      name,
      hash: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
  });
}

async function openChat(person: Person): Promise<void> {
  if (!(await person.page.$(handle("chat-log")))) await person.press("chat-open");
}
