/**
 * A native participant records a call of browsers, by the same consent as a browser does: nobody is
 * in it before their yes and after their no, and what comes of it plays and can be checked.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { afterEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { chat } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle, type Person } from "./harness/person.ts";
import { sentBytes, verifyRecording } from "./harness/recording.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const natives: Native[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(natives.splice(0).map((native) => native.leave()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "einmal-podcast-"));
  folders.push(folder);
  return path.join(folder, "podcast");
}

function started(native: Native): Native {
  natives.push(native);
  return native;
}

/** What a browser finds in an Ogg file: its length in s, and the loudest sample from `from` s on. */
async function heard({ page }: Person, file: string, from: number) {
  return await page.evaluate(
    async (base64, from) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const context = new OfflineAudioContext(1, 48_000, 48_000);
      const sound = await context.decodeAudioData(bytes.buffer);
      let loudest = 0;
      for (const one of sound.getChannelData(0).subarray(Math.round(from * sound.sampleRate)))
        loudest = Math.max(loudest, Math.abs(one));
      return { seconds: sound.duration, loudest };
    },
    readFileSync(file).toString("base64"),
    from,
  );
}

/** How many pictures of an IVF file a browser decodes, and the times of the first and last in ms. */
async function seen({ page }: Person, file: string) {
  const bytes = readFileSync(file);
  const frames: { at: number; base64: string }[] = [];
  for (let at = 32; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32LE(at);
    const base64 = bytes.subarray(at + 12, end).toString("base64");
    frames.push({ at: Number(bytes.readBigUInt64LE(at + 4)), base64 });
    at = end;
  }
  const decoded = await page.evaluate(async (frames) => {
    let count = 0;
    const decoder = new VideoDecoder({
      output: (frame) => {
        count++;
        frame.close();
      },
      error: (error) => {
        throw error;
      },
    });
    decoder.configure({ codec: "vp8" });
    for (const { at, base64 } of frames) {
      const data = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const type = ((data[0] ?? 1) & 1) === 0 ? "key" : "delta";
      decoder.decode(new EncodedVideoChunk({ type, timestamp: at * 1000, data }));
    }
    await decoder.flush();
    return count;
  }, frames);
  return { written: frames.length, decoded, first: frames[0]?.at, last: frames.at(-1)?.at };
}

test("three in two browsers are recorded by a native guest as far as each agrees", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben");
  const link = await host.host();
  await anna.knock(link);
  await host.admit(anna.name);
  await mediaArrives(anna, { peers: 1 });

  const folder = newFolder();
  const recorder = started(Native.record(link, folder, "-why", "Episode 12"));
  await host.admit("Recorder");
  for (const person of [host, anna])
    await until("the question", async () =>
      (await person.text("record-asked")).includes("What for: Episode 12"),
    );
  await host.press("record-yes");
  expect(readdirSync(folder)).toEqual([".spare"]);
  await anna.press("record-yes-without-picture");
  await recorder.hears("recording-began");
  for (const person of [host, anna]) await person.see("recording");

  // Who comes now is told before, and sends the recorder nothing.
  await ben.knock(link);
  await ben.see("recorded");
  await host.admit(ben.name);
  await ben.see("record-asked");
  await until("sound for Anna", async () =>
    (await sentBytes(ben)).some(({ audio }) => audio > 5_000),
  );
  await pause(1_500);
  const sent = (await sentBytes(ben)).sort((a, b) => a.audio - b.audio);
  expect(sent[0]).toEqual({ audio: 0, video: 0 });
  const names = readdirSync(folder).filter((name) => name.startsWith("person-"));
  expect(names.filter((name) => name.endsWith(".ivf"))).toHaveLength(1); // nobody's but the host's
  expect(names.filter((name) => name.endsWith(".ogg"))).toHaveLength(2);
  await ben.press("record-yes");
  await recorder.hears("record-answered", ({ name, code }) => name === ben.name && code === "yes");
  await pause(3_000);

  // One takes a yes back, and it is over.
  await anna.page.$eval(handle("record-withdraw"), (button) =>
    button.addEventListener("click", () => {
      document.documentElement.dataset.clicked = String(Date.now());
    }),
  );
  await anna.press("record-withdraw");
  await recorder.hears("recording-ended", ({ code }) => code === "withdrawn");
  expect(await recorder.status()).toBe(0);
  await host.has("record-ended", "data-reason", "withdrawn");

  const proofFile = path.join(folder, "consent.json");
  const proof = JSON.parse(readFileSync(proofFile, "utf8"));
  const withdrawn = Number(await anna.page.$eval("html", ({ dataset }) => dataset.clicked));
  expect(proof.ended - withdrawn).toBeLessThan(1_000);
  const place = (name: string) =>
    1 + proof.people.findIndex((person: { name: string }) => person.name === name);
  const file = (person: Person, what: string) =>
    path.join(folder, `person-${place(person.name)}-${what}`);
  expect(readdirSync(folder).sort()).toEqual(
    [
      "consent.json",
      ...[host, anna, ben].map((person) => path.basename(file(person, "sound.ogg"))),
      ...[host, ben].map((person) => path.basename(file(person, "picture.ivf"))),
    ].sort(),
  );

  // All are as long as the recording, and each is heard; whoever came later is silent before.
  const seconds = (proof.ended - proof.began) / 1000;
  for (const person of [host, anna, ben]) {
    const sound = await heard(person, file(person, "sound.ogg"), 0);
    expect(Math.abs(sound.seconds - seconds)).toBeLessThan(0.2);
    expect(sound.loudest).toBeGreaterThan(0.01);
    const source = new BufferSource(readFileSync(file(person, "sound.ogg")));
    const input = new Input({ formats: ALL_FORMATS, source });
    expect(Math.abs((await input.computeDuration()) - seconds)).toBeLessThan(0.2);
  }
  const first = await seen(host, file(host, "picture.ivf"));
  expect(first.decoded).toBe(first.written);
  expect(first.written).toBeGreaterThan(20);
  const later = await seen(host, file(ben, "picture.ivf"));
  expect(later.decoded).toBe(later.written);
  const agreed = proof.people[place(ben.name) - 1].answers[0].at - proof.began;
  expect(later.first).toBeGreaterThan(agreed - 250);
  expect(later.last).toBeLessThan(proof.ended - proof.began + 1_000);

  expect(verifyRecording(folder)).toMatchObject({ status: 0 });
  writeFileSync(proofFile, readFileSync(proofFile, "utf8").replace("Episode 12", "Episode 13"));
  expect(verifyRecording(folder)).toMatchObject({ status: 1 });
});

const browsers: BrowserName[] = ["chromium", "firefox"];

test.each(browsers)("a no in %s leaves a native recorder with nothing", async (browser) => {
  const weber = await stage.person("Ms Weber", { browser });
  const folder = newFolder();
  const recorder = started(Native.record(await weber.host(), folder));
  await weber.admit("Recorder");
  await weber.press("record-no");
  await weber.has("record-ended", "data-reason", "refused");
  expect(await recorder.status()).toBe(1);
  expect(existsSync(folder)).toBe(false);
});

test.each(browsers)("%s answers a native participant who asks for the notes", async (browser) => {
  const weber = await stage.person("Ms Weber", { browser });
  const native = started(Native.join(await weber.host({ kind: "chat" }, chat), "Ben"));
  await weber.admit("Ben");
  await native.hears("connected");
  await weber.press("together");
  await weber.press("together-notes");
  await weber.see("notes-area");
  await weber.page.focus(handle("notes-area"));
  await weber.page.keyboard.type("- [ ] Call Ändi");
  await until("the notes", async () => {
    native.say("/notes");
    await pause(2_100); // they are told once in two seconds
    return native.events.some(({ event, text }) => event === "notes" && text === "- [ ] Call Ändi");
  });
});

test("native participants answer polls of a browser, and count a secret one with two browsers", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const link = await host.host({ kind: "chat", seats: 5 }, chat);
  await anna.knock(link, chat);
  await host.admit(anna.name);
  const both = ["Ben", "Cem"].map((name) => started(Native.join(link, name)));
  for (const name of ["Ben", "Cem"]) await host.admit(name);
  for (const native of both)
    await until("both browsers", () =>
      [host, anna].every(({ name }) =>
        native.events.some((one) => one.event === "connected" && one.name === name),
      ),
    );
  await host.press("together");
  await host.press("together-polls");
  const ask = async (question: string, isSecret: boolean) => {
    await host.press("polls-new");
    await host.write("poll-question", question);
    const fields = await host.page.$$(handle("poll-choice-text"));
    for (const [i, text] of ["Yes", "No & never"].entries()) await fields[i]?.type(text);
    if (isSecret) await host.press("poll-secret");
    await host.press("poll-ask");
  };
  const choose = async (person: Person, choice: number) => {
    await person.see("poll-choice");
    await (await person.page.$$(handle("poll-choice")))[choice]?.click();
  };
  const numberOf = async (native: Native, question: string) => {
    const is = ({ poll }: Record<string, unknown>) =>
      (poll as { question: string }).question === question;
    const { poll } = await native.hears("poll", is);
    return (poll as { number: number }).number;
  };
  const outcome = (native: Native, question: string) =>
    native
      .hears("poll", ({ poll }) => {
        const { question: asked, state } = poll as { question: string; state: string };
        return asked === question && state === "closed";
      })
      .then(({ poll }) => (poll as { counts: number[] }).counts);

  await ask("In the open?", false);
  await anna.press("poll-answer");
  await choose(anna, 0);
  for (const native of both) native.say(`/vote ${await numberOf(native, "In the open?")} 2`);
  const shown = () =>
    host.page.$$eval(handle("poll-result"), (all) =>
      all
        .slice(0, 2)
        .map((one) => one.getAttribute("data-count"))
        .join(),
    );
  await until("all answers", async () => (await shown()) === "1,2");
  await host.press("poll-close");
  for (const native of both) expect(await outcome(native, "In the open?")).toEqual([1, 2]);

  await ask("In secret?", true);
  await choose(host, 0);
  await until("the poll", async () => (await anna.text("together-panel")).includes("In secret?"));
  await choose(anna, 0);
  for (const native of both) native.say(`/vote ${await numberOf(native, "In secret?")} 2`);
  await host.reads("poll-answered", "4 have answered");
  await host.press("poll-close");
  for (const native of both) expect(await outcome(native, "In secret?")).toEqual([2, 2]);
  await until("the count", async () => (await shown()) === "2,2");
  for (const native of both)
    expect(native.events.filter(({ event }) => event === "alarm")).toEqual([]);
});
