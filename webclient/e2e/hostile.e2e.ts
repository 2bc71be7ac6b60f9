// A member of the call who runs another program: what it can do to the others' browsers.
import { expect, test } from "vitest";
import { besideQuiet, holds, watchHolds } from "./harness/holds.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { recordTasks } from "./harness/tasks.ts";
import { slowness, until } from "./harness/until.ts";

declare global {
  interface Window {
    channels: { connection: RTCPeerConnection; channel: RTCDataChannel }[];
  }
}

const stage = useStage();

/** The main thread is never held for longer, in ms. */
const mostHeld = 100;

/** A chat of three: the host in Chromium, Anna in Firefox, and Mallory, whose page's channels are at hand. */
async function callWithMallory() {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const mallory = await stage.person("Mallory");
  await mallory.page.evaluateOnNewDocument(() => {
    window.channels = [];
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = create.call(this, label, options);
      window.channels.push({ connection: this, channel });
      return channel;
    };
  });
  const link = await host.host({ kind: "chat", seats: 3 }, { devices: "not-asked" });
  for (const guest of [anna, mallory]) {
    await guest.knock(link, { devices: "not-asked" });
    await host.admit(guest.name);
  }
  await until("everybody to be connected", async () => {
    const all = await Promise.all([host, anna, mallory].map((person) => person.stats()));
    return all.every((peers) => peers.filter(({ state }) => state === "connected").length === 2);
  });
  return { host, anna, mallory };
}

/** Says these messages to everybody, so often. */
async function says(person: Person, messages: object[], times = 1): Promise<void> {
  const texts = messages.map((message) => JSON.stringify(message));
  await person.page.evaluate(
    (texts, times) => {
      const open = window.channels.filter(({ channel }) => channel.readyState === "open" && channel.label === "einmal");
      for (const { channel } of open) for (let i = 0; i < times; i++) for (const text of texts) channel.send(text);
    },
    texts,
    times,
  );
}

async function isCutOff(victims: Person[], others: [Person, Person]): Promise<void> {
  for (const victim of victims) {
    await until(`${victim.name} to see the alarm`, async () => {
      const shown = await victim.page.$$eval(handle("problem"), (all) => all.map((e) => e.textContent ?? ""));
      return shown.some((text) => text.includes("Mallory"));
    });
    await victim.has("problem", "data-code", "alarm");
  }
  const [one, other] = others;
  await one.say("The two of us go on.");
  await other.hears("The two of us go on.");
}

test("a member keeps its name in the call, and shows the others' browsers no candidates but harmless ones", async () => {
  const { host, anna, mallory } = await callWithMallory();
  const candidate = (text: string) => ({ kind: "candidate", candidate: `candidate:7 1 ${text} typ host`, mid: "0" });
  await says(mallory, [
    candidate("tcp 1518280447 192.0.2.7 22"),
    candidate("udp 2122260223 beacon.example 50000"),
    candidate("udp 2122260223 192.0.2.7 50000"),
  ]);
  await says(mallory, [
    { kind: "hello", name: "Ms Weber" },
    { kind: "chat", text: "It is me." },
  ]);
  for (const person of [host, anna]) {
    await person.hears("It is me.");
    expect(await person.text("chat-log")).toMatch(/Mallory[\s\S]*It is me\./);
    const shown = () =>
      person.page.evaluate(() => window.spy.connections.map(({ remoteDescription }) => remoteDescription?.sdp).join());
    await until("the harmless candidate", async () => /udp 2122260223 192\.0\.2\.7 50000/i.test(await shown()));
    expect(await shown()).not.toMatch(/^a=candidate.*(?: tcp |beacon)/im);
  }
});

test.each([
  // 512 KiB at once and 64 KiB a second, each line counting as 4 KiB more than it has.
  { lines: "short", text: "!", atOnce: 128, perSecond: 16 },
  { lines: "long", text: "http://a ".repeat(440), atOnce: 65, perSecond: 9 },
])("a member who floods with $lines lines is cut off, and holds nobody up", async ({ text, atOnce, perSecond }) => {
  const { host, anna, mallory } = await callWithMallory();
  const quiet = await besideQuiet(host);
  for (const person of [host, anna]) await watchHolds(person);
  const longestTask = await recordTasks(host);
  await says(mallory, [{ kind: "chat", text }], 5000 / (1 + text.length / 100));
  await isCutOff([host, anna], [anna, host]);
  const quietGap = await quiet();
  for (const person of [host, anna]) {
    const lines = await person.page.$$eval(`${handle("chat-log")} article`, (all) => all.length);
    const { longestGap, frames, draws, most, time } = await holds(person);
    const gaps = `${Math.round(longestGap)} ms, a page that does nothing for ${Math.round(quietGap)} ms`;
    console.log(`${person.name}: ${lines} lines in ${draws} draws, ${Math.round(time)} ms, held for at most ${gaps}`);
    // Beyond what the rest of the machine holds up: a page that computes waits longer for a core than one that sleeps.
    const limit = mostHeld * slowness() + 2 * quietGap;
    expect(longestGap, "how long nothing else could happen").toBeLessThanOrEqual(limit);
    expect(lines, "lines that were kept").toBeLessThanOrEqual(atOnce + Math.ceil((perSecond * time) / 1000) + 2);
    // Once a frame, or ten times a second where frames are slower than that.
    expect(draws, "how often the chat was drawn").toBeLessThanOrEqual(frames + time / 100 + 1);
    expect(most, "lines in one drawing").toBeLessThanOrEqual(4);
  }
  const task = await longestTask();
  console.log(`the longest task of Chromium's main thread: ${Math.round(task)} ms of its own time`);
  expect(task, "the longest task").toBeLessThanOrEqual(mostHeld);
});

test("a member who opens another channel is cut off", async () => {
  const { host, anna, mallory } = await callWithMallory();
  await mallory.page.evaluate(() => {
    for (const connection of window.spy.connections) {
      if (connection.connectionState === "connected") connection.createDataChannel("more");
    }
  });
  await isCutOff([host, anna], [host, anna]);
});

test("a member who names another certificate in the call is cut off", async () => {
  const { host, anna, mallory } = await callWithMallory();
  await mallory.page.evaluate(() => {
    for (const { connection, channel } of window.channels) {
      const sdp = connection.localDescription?.sdp.replace(/^(a=fingerprint:sha-256 )../gim, "$100");
      if (channel.readyState === "open") channel.send(JSON.stringify({ kind: "description", type: "offer", sdp }));
    }
  });
  await isCutOff([host, anna], [host, anna]);
});

test("a member who sends a picture into a chat is cut off", async () => {
  const { host, anna, mallory } = await callWithMallory();
  await mallory.page.evaluate(() => {
    for (const connection of window.spy.connections) {
      if (connection.connectionState === "connected") connection.addTransceiver("video", { direction: "sendonly" });
    }
  });
  await isCutOff([host, anna], [host, anna]);
  for (const person of [host, anna]) expect(await person.page.$$("video, audio")).toEqual([]);
});

test("a member who sends bytes of a file that nobody asked for is cut off", async () => {
  const { host, anna, mallory } = await callWithMallory();
  await mallory.page.evaluate(() => {
    for (const { channel } of window.channels) {
      if (channel.label === "einmal-files" && channel.readyState === "open") channel.send(new Uint8Array(100));
    }
  });
  await isCutOff([host, anna], [host, anna]);
});
