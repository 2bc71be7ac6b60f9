import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { choose, Desk, offer, stands } from "./harness/files.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { Recorder } from "./harness/recorder.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { found } from "./harness/traces.ts";
import { until } from "./harness/until.ts";

const recorder = await Recorder.start();
const stage = useStage(async () => {
  const server = await Server.start({ origin: recorder.origin });
  recorder.target = server.port;
  return server;
});
const desk = await Desk.clear();
afterAll(() => recorder.close());
afterAll(() => desk.forget());

const names = ["Wilhelmine Weber", "Anna Bergström", "Benedikt Ott"];
const topic = "The quarterly numbers of Contoso";
const texts = [
  "The address is Musterstraße 17.",
  "Our budget is 42,000 euros.",
  "I agree with all of that.",
];

const asked = ["Shall Contoso have it?", "For nothing", "Not at all", "Who tells their lawyer?"];

const file = {
  name: "Contract with Contoso.txt",
  text: "Both sides keep quiet about this until the spring.",
};

test("the server sees no description, fingerprint, candidate, name, chat text, poll, question or file of a three-person call", async () => {
  const [host, anna, ben] = (await Promise.all(names.map((name) => stage.person(name)))) as [
    Person,
    Person,
    Person,
  ];
  const people = [host, anna, ben];
  const link = await host.host({ topic });
  for (const guest of [anna, ben]) {
    await guest.knock(link);
    await host.admit(guest.name);
    await guest.see("leave");
  }
  for (const person of people) await mediaArrives(person, { peers: 2 });
  await ask(host, anna);
  for (const [i, person] of people.entries()) {
    await person.say(texts[i] as string);
    for (const other of people) await other.hears(texts[i] as string);
  }
  const paper = path.join(desk.folder, file.name);
  await writeFile(paper, file.text);
  await offer(host, paper);
  for (const guest of [anna, ben]) await choose(guest, file.name, "accept");
  await stands(host, file.name, "done");
  const secrets = (await Promise.all(people.map(secretsOf))).flat();
  expect(secrets.length).toBeGreaterThan(12);
  await host.endForAll();
  for (const person of people) await person.see("over");

  await theRecorderHeardAll();
  const bytes = [...recorder.messages.map((message) => message.payload), ...recorder.requests];
  const words = [
    "v=0\r\n",
    "a=fingerprint",
    "fingerprint:sha-256",
    "a=candidate",
    "candidate:",
    "typ host",
    "ice-ufrag",
  ];
  const fragment = new URL(link).hash.slice(1);
  expect(
    found(
      [...names, topic, ...texts, ...asked, file.name, file.text, ...words, ...secrets, fragment],
      bytes,
    ),
  ).toEqual([]);

  // The same search must find what somebody does send: else it proves nothing.
  const leak = `a=fingerprint:sha-256 ${texts[1]}`;
  const leaks = [`{"kind":"${leak}"}`, btoa(`x${leak}`), Buffer.from(leak).toString("hex")];
  for (const text of leaks) {
    const before = recorder.messages.length;
    await sendRaw(host, text);
    const heard = await until("the leak to pass by", () => {
      const sent = recorder.messages
        .slice(before)
        .filter((message) => message.toServer && message.opcode === 1);
      return sent.length > 0 && sent;
    });
    const payloads = heard.map((message) => message.payload);
    expect(found([texts[1] as string, "a=fingerprint"], payloads)).toEqual([
      texts[1],
      "a=fingerprint",
    ]);
  }
});

/** A poll that is answered and ended, and a question. */
async function ask(host: Person, guest: Person): Promise<void> {
  const [poll = "", yes = "", no = "", question = ""] = asked;
  await host.press("together");
  await host.press("together-polls");
  await host.press("polls-new");
  await host.write("poll-question", poll);
  const fields = await host.page.$$(handle("poll-choice-text"));
  for (const [i, choice] of [yes, no].entries()) await fields[i]?.type(choice);
  await host.press("poll-ask");
  await guest.press("poll-answer");
  await guest.press("poll-choice");
  await host.has("poll-result", "data-count", "1");
  await host.press("poll-close");
  await guest.has("poll", "data-state", "closed");
  await guest.press("together");
  await guest.press("together-questions");
  await guest.write("question-text", question);
  await guest.press("question-add");
  await guest.reads("question", question);
  for (const person of [host, guest]) await person.press("together-close");
}

/** Fingerprints, ICE passwords and candidates of all connections of a page, as they really are. */
async function secretsOf(person: Person): Promise<string[]> {
  const descriptions = await person.page.evaluate(() =>
    window.spy.connections.flatMap((c) => [
      c.localDescription?.sdp ?? "",
      c.remoteDescription?.sdp ?? "",
    ]),
  );
  const pattern = /^a=(?:fingerprint:sha-256 |ice-pwd:|candidate:)(.+?)\r?$/gm;
  return [
    ...new Set(
      descriptions.flatMap((sdp) => [...sdp.matchAll(pattern)].map((match) => match[1] as string)),
    ),
  ];
}

/**
 * What must have passed by in such a call: every kind of signalling message, and frames of all
 * three types both ways.
 */
async function theRecorderHeardAll(): Promise<void> {
  const texts = recorder.messages.filter((message) => message.opcode === 1);
  const kinds = (toServer: boolean) =>
    new Set(
      texts
        .filter((t) => t.toServer === toServer)
        .map((t) => JSON.parse(t.payload.toString()).kind),
    );
  expect([...kinds(true)]).toEqual(
    expect.arrayContaining(["create", "join", "roster", "connected", "end"]),
  );
  const toClients = ["challenge", "created", "welcome", "knock", "roster", "relay", "end"];
  expect([...kinds(false)]).toEqual(expect.arrayContaining(toClients));
  for (const toServer of [true, false]) {
    const frames = recorder.messages.filter(
      (message) => message.opcode === 2 && message.toServer === toServer,
    );
    expect(new Set(frames.map((frame) => frame.payload[8]))).toEqual(new Set([1, 2, 3]));
  }
}

async function sendRaw(person: Person, text: string): Promise<void> {
  await person.page.evaluate(async (message) => {
    const socket = new WebSocket(`ws://${location.host}/signal`, "einmal.1");
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    socket.send(message);
    await new Promise((resolve) => {
      socket.onclose = resolve;
    });
  }, text);
}
