/**
 * What people make together, leave for each other and say by telephone, in a call whose media all
 * pass through the relay: no byte of it in anything that the server gets, logs or keeps.
 */
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, expect, test } from "vitest";
import { Desk } from "./harness/files.ts";
import { makeFilm } from "./harness/film.ts";
import { mediaArrives } from "./harness/media.ts";
import { makePdf } from "./harness/pdf.ts";
import { handle, type Person } from "./harness/person.ts";
import { Recorder } from "./harness/recorder.ts";
import { askToRecord } from "./harness/recording.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { Tap } from "./harness/tap.ts";
import { freePort, Gateway, Telephone } from "./harness/telephone.ts";
import { found, foundBytes } from "./harness/traces.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    /** All that this page has put into its channels for documents, in base64url. */
    documents: string[];
  }
}

const recorder = await Recorder.start();
const tap = await Tap.start();
const desk = await Desk.clear();
const door = await freePort();
const end = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000).toISOString();
const debug = ["-log", "debug", "-log-reason", "A test", "-log-until", end.replace(".000", "")];
const stage = useStage(async () => {
  const flags = ["-phone", `127.0.0.1:${door}`, ...debug];
  const server = await Server.start({ origin: recorder.origin, flags });
  [recorder.target, tap.target] = [server.port, server.port];
  return server;
});
afterAll(async () => {
  await Promise.all([recorder.close(), tap.close(), desk.forget()]);
});

const left = {
  by: "Wilhelmine Weber",
  note: "Please read the offer of Contoso first.",
  file: "Offer to Contoso.pdf",
  content: "We would do all of it for 42,000 euros.",
};
const notes = "Contoso wants blue\n- [ ] ask the lawyer";
const why = "For the minutes of Contoso";
const film = "Launch of Contoso.webm";
const slides = "Plan for Contoso.pdf";
const number = "+4930555981237";

test("the server sees no byte of what people make together, leave, record and dial", async () => {
  const relay = { over: "tcp", port: tap.port } as const;
  const host = await stage.person(left.by, { relay });
  const anna = await stage.person("Anna Bergström", { relay });
  host.stores.push("einmal recordings");
  const link = await host.createRoom();
  const held = await leaveSomething(host);
  await host.enterRoom({ hideAddress: true });
  await anna.knock(link, { hideAddress: true });
  for (const person of [host, anna]) await keepDocuments(person);
  await host.admit(anna.name);
  for (const person of [host, anna])
    await mediaArrives(person, { peers: 1, route: "relay", transport: "tcp" });
  await anna.press("box-hide");
  expect(await host.page.$(handle("box-card")), "who has left it is told of it").toBeNull();
  await write(host, anna);
  await draw(host, anna);
  await present(host, anna);
  await record(host, anna);
  await show(host);
  const pin = await callIn(host);
  const inCall = await stage.server.disk();
  const documents = await documentsOf([host, anna]);
  const { username = "" } = await relayCredential(host);
  await host.endForAll();
  for (const person of [host, anna]) await person.see("over");

  const { log, output } = stage.server;
  stage.server.log = ""; // which otherwise has to be empty
  const messages = recorder.messages.map(({ payload }) => payload);
  const disk = [...held, ...inCall, ...(await stage.server.disk())];
  const logs = [log, output].map((text) => Buffer.from(text));
  const places = [...messages, ...recorder.requests, ...tap.passed, ...disk, ...logs];
  const told = [
    anna.name,
    ...Object.values(left),
    ...notes.split("\n"),
    why,
    film,
    slides,
    number,
    pin,
  ];
  expect(found([...told, number.slice(1), new URL(link).hash.slice(1)], places)).toEqual([]);
  expect(foundBytes(documents, places)).toEqual([]);

  // Where it has looked there is what it looks in: else it proves nothing.
  expect(found(["challenge", "welcome"], messages)).toHaveLength(2);
  expect(found([username], tap.passed)).toEqual([username]);
  expect(tap.passed.map(({ length }) => length > 100_000)).toEqual([true, true]);
  expect(found(["GET /phone", "POST /phone"], recorder.requests)).toHaveLength(2);
  const piece = messages.find(({ length }) => length >= 65_536)?.subarray(0, 64);
  expect(piece && held.some((file) => file.includes(piece))).toBe(true);
  expect(log).toContain("level=DEBUG");
});

/** Leaves a message and a file; what lies on the server's disk while nobody has taken it. */
async function leaveSomething(host: Person): Promise<Buffer[]> {
  const file = await desk.put(left.file, Buffer.from(left.content));
  await host.press("leave-something");
  await host.see("box-name");
  await host.write("box-name", left.by);
  await host.write("box-text", left.note);
  const input = (await host.page.$(handle("box-file"))) as ElementHandle<HTMLInputElement> | null;
  await input?.uploadFile(file.path);
  await host.press("box-leave");
  await host.see("box-there");
  await host.press("dialog-close");
  return await stage.server.disk();
}

/** Keeps from now on what this page puts into its channels for documents, of all parts. */
async function keepDocuments({ page }: Person): Promise<void> {
  await page.evaluate(() => {
    window.documents = [];
    const { send } = RTCDataChannel.prototype;
    RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: unknown) {
      if (this.label === "einmal-doc") {
        const view = data as Uint8Array<ArrayBuffer>;
        const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        const text = btoa(String.fromCharCode(...bytes));
        window.documents.push(text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""));
      }
      send.call(this, data as Uint8Array<ArrayBuffer>);
    } as typeof send;
  });
}

/** Of each part up to 40 that are long enough to be looked for. */
async function documentsOf(people: Person[]): Promise<string[]> {
  const all = await Promise.all(people.map(({ page }) => page.evaluate(() => window.documents)));
  const words = all.flat().filter((text) => text.length >= 16);
  const partOf = (text: string) => (Buffer.from(text, "base64url")[0] ?? 0) >> 4;
  const parts = [...new Set(all.flat().map(partOf))].sort();
  expect(parts, "recording, notes, drawing, slides; of a film nothing").toEqual([1, 2, 3, 6]);
  return parts.flatMap((part) =>
    words
      .filter((text) => partOf(text) === part)
      .slice(0, 40)
      .map((text) => text.slice(0, 64)),
  );
}

async function open(person: Person, part: string): Promise<void> {
  await person.press("together");
  await person.press(`together-${part}`);
}

async function write(host: Person, anna: Person): Promise<void> {
  await open(host, "notes");
  await host.see("notes-area");
  await host.page.focus(handle("notes-area"));
  await host.page.keyboard.type(notes);
  await anna.press("notes-news-open");
  await until(
    "the notes",
    async () =>
      (await anna.page.$eval(
        handle("notes-area"),
        (area) => (area as HTMLTextAreaElement).value,
      )) === notes,
  );
  for (const person of [host, anna]) await person.press("together-close");
}

async function draw(host: Person, anna: Person): Promise<void> {
  await open(host, "draw");
  await host.see("draw-page");
  await host.page.focus(handle("draw-page"));
  for (const key of [" ", "ArrowRight", "ArrowRight", "ArrowDown", " "] as const)
    await host.page.keyboard.press(key);
  await anna.press("draw-news-open");
  await until("the line", async () => await anna.page.$(`${handle("draw-strokes")} path`));
  for (const person of [host, anna]) await person.press("together-close");
}

/** A page of a PDF, which the other sees. */
async function present(host: Person, anna: Person): Promise<void> {
  const file = await desk.put(slides, makePdf([[1, 0, 0]]));
  await open(host, "slides");
  const field = await host.page.waitForSelector(handle("slides-file"));
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file.path);
  await anna.press("slides-news-open");
  await until("the page", async () =>
    anna.page.$eval(
      handle("slides-picture"),
      (picture) => (picture as HTMLImageElement).naturalWidth > 0,
    ),
  );
  for (const person of [host, anna]) await person.press("together-close");
}

/** Asked, agreed to, begun and taken back. */
async function record(host: Person, anna: Person): Promise<void> {
  await askToRecord(host, "together", why);
  await anna.press("record-yes");
  for (const person of [host, anna]) await person.see("recording");
  await anna.press("record-withdraw");
  await host.has("record-ended", "data-reason", "withdrawn");
  await host.press("recording-delete");
  await host.press("confirm");
  await host.press("together-close");
}

async function show(host: Person): Promise<void> {
  const file = path.join(desk.folder, film);
  await makeFilm(host, file);
  await open(host, "film");
  const field = await host.page.waitForSelector(handle("film-file"));
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
  await host.press("film-play");
  await host.press("film-show");
  await host.has("film-shown", "data-shown", "true");
  await host.press("film-show");
  await host.press("together-close");
}

/** Somebody calls in by telephone and is let in; the PIN. */
async function callIn(host: Person): Promise<string> {
  const gateway = await Gateway.run(recorder.origin, door);
  const phone = await Telephone.call(gateway, number);
  try {
    await host.press("people");
    await host.press("phone-make");
    const pin = await until("a PIN", async () => {
      const [shown] = await host.page.$$eval(handle("phone-pin"), (all) =>
        all.map(({ textContent }) => textContent?.replace(/\D/g, "")),
      );
      return shown;
    });
    await host.press("dialog-close");
    phone.press(pin);
    await host.admit("Phone …237");
    await until("sound from the call", () => phone.heard.packets > 50);
    await phone.hangUp();
    return pin;
  } finally {
    phone.close();
    await gateway.stop();
  }
}

async function relayCredential({ page }: Person): Promise<RTCIceServer> {
  return await page.evaluate(() => {
    const [first] = window.spy.connections[0]?.getConfiguration().iceServers ?? [];
    return { urls: "", username: first?.username ?? "" };
  });
}
