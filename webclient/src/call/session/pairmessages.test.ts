import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Member, PairMessage } from "../../net/protocol.ts";
import { installPeerConnections } from "../../peer/testing/browser.ts";
import { aMember, joinAsGuest, newSid, openSession, type TestSession } from "../testing/parts.ts";
import { PairMessages } from "./pairmessages.ts";

let session: TestSession;
let messages: PairMessages;
let tickets: string[];
let heard: [sid: string, kind: string][];

beforeAll(installPeerConnections);
afterEach(() => session.members.mesh.close());

async function open(role: "host" | "guest"): Promise<void> {
  session = await openSession(role);
  tickets = [];
  heard = [];
  messages = new PairMessages({
    ...session,
    onTicket: (ticket) => tickets.push(ticket),
    onParticipation: (sid, { kind }) => heard.push([sid, kind]),
    onHosting: (sid, { kind }) => heard.push([sid, kind]),
  });
}

const says = (who: Member, message: PairMessage) => messages.receive(who.sid, message);
const chat: PairMessage = { kind: "chat", text: "It is\u202e me." };

describe("what a member hears", () => {
  let host: Member;
  let ben: Member;
  beforeEach(async () => {
    await open("guest");
    ben = await aMember("guest");
    host = await joinAsGuest(session, ben);
  });

  it("is freed of what turns a text around, and has the name of who wrote it", async () => {
    await says(ben, { kind: "hello", name: "Ben" });
    await says(ben, chat);
    expect(session.state.chat.value).toMatchObject([
      { sid: ben.sid, name: "Ben", text: "It is me.", host: false },
    ]);
  });

  it("is nothing from those who only knock or are unknown", async () => {
    for (const message of [chat, { kind: "bye" }, { kind: "end", signature: "" }] as PairMessage[])
      await messages.receive(newSid(), message);
    expect([session.state.chat.value, session.state.problem.value]).toEqual([[], undefined]);
  });

  it("is for the host to say alone: notes, a full room, a locked door, a ticket", async () => {
    const words: PairMessage[] = [
      { kind: "note", text: "One moment." },
      { kind: "full" },
      { kind: "locked" },
      { kind: "ticket", ticket: "abcd" },
    ];
    const { state } = session;
    const read = () => [state.notes.value, state.full.value, state.shut.value, tickets];
    for (const word of words) await says(ben, word);
    expect(read()).toEqual([[], false, false, []]);
    for (const word of words) await says(host, word);
    expect(read()).toEqual([["One moment."], true, true, ["abcd"]]);
  });

  it("shows a hand, and is taken part in by those who are members", async () => {
    await says(ben, { kind: "state", microphone: true, camera: false, hand: 3 });
    await says(ben, { kind: "reaction", reaction: "agree" });
    await messages.receive(newSid(), { kind: "reaction", reaction: "agree" });
    expect(heard).toEqual([[ben.sid, "reaction"]]);
    const described = vi.spyOn(session.members.mesh, "describe");
    await says(ben, { kind: "state", microphone: true, camera: false });
    expect(described.mock.lastCall?.[1]).toEqual({ microphone: true, camera: false });
  });

  it("changes the name of nobody whom the host let in under one, or who has said one", async () => {
    await says(ben, { kind: "hello", name: "Ben" });
    await says(ben, { kind: "hello", name: "Ms Weber" });
    expect(session.members.mesh.nameOf(ben.sid)).toBe("Ben");
    await says(host, { kind: "hello", name: "Ms Weber", topic: "Budget" });
    expect([session.state.hostName.value, session.state.topic.value]).toEqual([
      "Ms Weber",
      "Budget",
    ]);
  });

  it("is what the call is about from the host alone, and stays if she does not know it", async () => {
    const { topic } = session.state;
    await says(ben, { kind: "hello", name: "Ben", topic: "Party" });
    expect(topic.value).toBe(undefined);
    await says(host, { kind: "hello", name: "Ms Weber", topic: "Budget" });
    await says(host, { kind: "hello", name: "Ms Weber" });
    expect(topic.value).toBe("Budget");
  });

  it("ends with a good-bye, for good", async () => {
    await says(ben, { kind: "bye" });
    expect(session.members.mesh.has(ben.sid)).toBe(false);
    await session.admission.takeRoster(await session.signRoster([host, ben]));
    expect(session.members.mesh.has(ben.sid)).toBe(false); // the list is a little behind
  });

  it("is nothing any more once the call is over", async () => {
    session.state.phase.value = "over";
    await says(host, { kind: "note", text: "Too late." });
    expect(session.state.notes.value).toEqual([]);
  });
});

it("who waits is written notes, and nothing that is said in the call", async () => {
  await open("guest");
  const host = await aMember("host");
  session.members.renewSid(newSid());
  session.members.meetHost(host.sid);
  await says(host, chat);
  await says(host, { kind: "note", text: "One moment." });
  expect([session.state.chat.value, session.state.notes.value]).toEqual([[], ["One moment."]]);
});

describe("what the host hears of somebody who waits", () => {
  let anna: Member;
  let said: PairMessage[];
  beforeEach(async () => {
    await open("host");
    anna = await aMember("guest");
    said = [];
    const { admission, host, members } = session;
    await admission.welcomed({
      ...{ kind: "welcome", sid: newSid(), role: "host", seats: 3 },
      knockers: [anna.sid],
    });
    await host?.authenticated(anna.sid, anna.key);
    vi.spyOn(members.mesh, "sendTo").mockImplementation((_, message) => said.push(message));
  });

  it("is a knock, which is answered", async () => {
    await says(anna, { kind: "hello", name: "Anna" });
    expect(session.host?.lobby.knocks.value).toEqual([{ sid: anna.sid, name: "Anna" }]);
    expect(said).toEqual([{ kind: "hello", name: "Ms Weber" }]);
  });

  it("is no list and no end, whoever has signed it", async () => {
    const before = session.members.roster;
    await says(anna, { kind: "roster", ...(await session.signRoster([anna])) });
    await says(anna, { kind: "end", signature: "A".repeat(86) });
    expect([session.members.roster, session.state.problem.value]).toEqual([before, undefined]);
  });

  it("gets a ticket at once when it has one already", async () => {
    await says(anna, { kind: "hello", name: "Anna" });
    await session.host?.admit(anna.sid);
    await session.greetings.giveTicket(anna.sid);
    const ticket = said.flatMap((one) => (one.kind === "ticket" ? one.ticket : [])).at(-1) ?? "";
    const again: Member = await aMember("guest");
    session.admission.meetKnocker(again.sid);
    await session.host?.authenticated(again.sid, again.key);
    await says(again, { kind: "hello", name: "Anna", ticket });
    expect(said.at(-1)?.kind).toBe("ticket");
    expect(session.members.roster?.members.map(({ sid }) => sid)).toContain(again.sid);
  });
});

describe("that somebody records", () => {
  it("is for the host to say, before it lets anybody in", async () => {
    await open("guest");
    const host = await joinAsGuest(session, await aMember("guest"));
    const said = vi.spyOn(session.members.mesh.withheld, "noteRecorder");
    await says(host, { kind: "hello", name: "Ms Weber", recorder: host.sid });
    expect(said).toHaveBeenLastCalledWith(host.sid);
    await says(host, { kind: "hello", name: "Ms Weber" });
    expect(said).toHaveBeenLastCalledWith(undefined);
    await messages.receive(newSid(), { kind: "hello", name: "Eve", recorder: host.sid });
    expect(said).toHaveBeenCalledTimes(2);
  });

  it("is said to who knocks before a ticket lets them in", async () => {
    await open("host");
    const { members, state, host } = session;
    const send = vi.spyOn(members.mesh, "sendTo");
    const knocker = newSid();
    members.meetKnocker(knocker);
    host?.lobby.addKnocker(knocker);
    state.recorder.value = newSid();
    let before = 0;
    vi.spyOn(host as NonNullable<typeof host>, "takeKnock").mockImplementation(async () => {
      before = send.mock.calls.length;
      return true;
    });
    await messages.receive(knocker, { kind: "hello", name: "Carl", ticket: "abcd" });
    expect(send.mock.calls.slice(0, before)).toMatchObject([
      [knocker, { kind: "hello", recorder: state.recorder.value }],
    ]);
  });
});
