/** What a test knows of a recording: what the pages show, what is sent, what lies in the browser. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Person } from "./person.ts";

const binary = path.resolve(import.meta.dirname, "../../../bin/einmal");

declare global {
  interface Window {
    /** Each recorder that was made: when it was, and when it stopped, in ms since 1970. */
    recorders: { made: number; stopped?: number }[];
  }
}

/** Counts from now on the recorders that a page makes. */
export async function countRecorders({ page }: Person): Promise<void> {
  await page.evaluate(() => {
    window.recorders = [];
    window.MediaRecorder = class extends MediaRecorder {
      constructor(stream: MediaStream, options?: MediaRecorderOptions) {
        super(stream, options);
        const one: Window["recorders"][number] = { made: Date.now() };
        window.recorders.push(one);
        this.#one = one;
      }
      readonly #one;
      override stop() {
        super.stop();
        this.#one.stopped = Date.now();
      }
    };
  });
}

export const recordersOf = ({ page }: Person) => page.evaluate(() => window.recorders);

/** Asks everybody. */
export async function askToRecord(
  person: Person,
  form = "together",
  why = "",
  { chat = false, goesOn = false } = {},
): Promise<void> {
  if (!(await person.page.$("[data-test=together-panel]"))) {
    await person.press("together");
    await person.press("together-recording");
  }
  await person.press(`record-form-${form}`);
  if (why !== "") await person.write("record-why", why);
  if (chat) await person.press("record-chat");
  if (goesOn) await person.press("record-goes-on");
  await person.press("record-ask");
}

/** Of each connection of a page: bytes of RTP sent so far, of sound and of pictures. */
export async function sentBytes({ page }: Person): Promise<{ audio: number; video: number }[]> {
  return await page.evaluate(async () => {
    const open = window.spy.connections.filter((one) => one.connectionState === "connected");
    return Promise.all(
      open.map(async (connection) => {
        const sent = { audio: 0, video: 0 };
        for (const entry of (await connection.getStats()).values())
          if (entry.type === "outbound-rtp")
            sent[entry.kind as "audio" | "video"] += entry.bytesSent + (entry.headerBytesSent ?? 0);
        return sent;
      }),
    );
  });
}

/** Names and sizes of all that lies in the private file system of the page. */
export async function keptFiles({ page }: Person): Promise<string[]> {
  return await page.evaluate(async () => {
    const names: string[] = [];
    const walk = async (directory: FileSystemDirectoryHandle, at: string) => {
      for await (const [name, handle] of directory.entries())
        if (handle.kind === "directory")
          await walk(handle as FileSystemDirectoryHandle, `${at}${name}/`);
        else names.push(`${at}${name}`);
    };
    await walk(await navigator.storage.getDirectory(), "");
    return names;
  });
}

/** Saves the files of the newest recording as its buttons would; the directory. */
export async function saveFiles({ page }: Person): Promise<string> {
  const files = await page.evaluate(async () => {
    const made: [name: string, base64: string][] = [];
    const blobs: Promise<Blob>[] = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blobs.push(Promise.resolve(blob as Blob));
      return "about:blank#";
    };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = () => {};
    const buttons = document.querySelectorAll<HTMLElement>("[data-test=recording-save]");
    for (const button of buttons) button.click();
    [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [create, click];
    for (const [at, button] of [...buttons].entries()) {
      const bytes = new Uint8Array((await (await blobs[at])?.arrayBuffer()) ?? new ArrayBuffer(0));
      let binary = "";
      for (const byte of bytes) binary += String.fromCharCode(byte);
      made.push([button.dataset.name ?? "", btoa(binary)]);
    }
    return made;
  });
  const directory = mkdtempSync(path.join(tmpdir(), "einmal-recording-"));
  for (const [name, base64] of files)
    writeFileSync(path.join(directory, name), Buffer.from(base64, "base64"));
  return directory;
}

export function verifyRecording(directory: string): { status: number | null; says: string } {
  const { status, stdout, stderr } = spawnSync(binary, ["recording", "verify", directory]);
  return { status, says: `${stdout}${stderr}` };
}
