import { effect } from "@preact/signals-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { guestLink, type HostLink, newRoom } from "../crypto/link.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import { installPeerConnections } from "../peer/testing/browser.ts";
import { FakeChannel } from "../peer/testing/rtc/channel.ts";
import { Person } from "./testing/person.ts";
import { RoomServer } from "./testing/roomserver.ts";

let server: RoomServer;
let link: HostLink;
let host: Person;
let people: Person[];

beforeAll(installPeerConnections);
beforeEach(async () => {
  server = new RoomServer();
  link = await newRoom("chat");
  people = [];
  host = open(new Person(link, { topic: "Budget" }));
});
afterEach(() => {
  for (const { call } of people) call.leave();
});

function open(person: Person): Person {
  people.push(person);
  return person;
}

async function hostIn(): Promise<void> {
  host.join("Ms Weber");
  await eventually(() => expect(host.call.phase.value).toBe("joined"));
}

/** Opens the guest link and knocks; seen by the host. */
async function knocks(name: string, options = {}): Promise<Person> {
  const guest = open(new Person(await guestLink(link), options));
  guest.join(name);
  return guest;
}

async function atTheDoor(name: string): Promise<string> {
  await eventually(() => expect(host.call.knocks.value.map((knock) => knock.name)).toContain(name));
  return host.call.knocks.value.find((knock) => knock.name === name)?.sid ?? "";
}

async function letIn(name: string): Promise<Person> {
  const guest = await knocks(name);
  host.call.admit(await atTheDoor(name));
  await eventually(() => expect(guest.peerNames).toEqual(["Ms Weber"]));
  await eventually(() => expect(host.peerNames).toContain(name));
  return guest;
}

describe("a call", () => {
  it("brings a guest from the knock to the host's picture, with the topic and both names", async () => {
    await hostIn();
    const anna = await knocks("Anna");
    await eventually(() => expect(anna.call.hostKnows.value).toBe(true));
    expect([anna.call.phase.value, anna.call.topic.value, anna.call.hostName.value]).toEqual([
      "waiting",
      "Budget",
      "Ms Weber",
    ]);
    host.call.admit(await atTheDoor("Anna"));
    await eventually(() => expect(anna.call.phase.value).toBe("joined"));
    await eventually(() => expect(host.peerNames).toEqual(["Anna"]));
    expect(anna.call.peers.value[0]).toMatchObject({ host: true, state: "connected" });
    expect(host.call.knocks.value).toEqual([]);
  });

  it("passes on what is said, and not what is empty or turns a text around", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    host.call.sendChat("  ");
    host.call.sendChat("Hello\u202e, all. ");
    await eventually(() => expect(anna.call.chat.value.length).toBe(1));
    expect(anna.call.chat.value[0]).toMatchObject({ text: "Hello, all.", name: "Ms Weber" });
    expect(host.call.chat.value.map(({ text }) => text)).toEqual(["Hello, all."]);
  });

  it("tells the others what is switched on, at first and when it changes", async () => {
    await hostIn();
    host.microphone.value = true;
    const anna = await letIn("Anna");
    await eventually(() => expect(anna.call.peers.value[0]?.microphone).toBe(true));
    host.microphone.value = false;
    await eventually(() => expect(anna.call.peers.value[0]?.microphone).toBe(false));
  });

  it("gives a guest a way back that needs no second knock", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    await eventually(() => expect(anna.remembered?.ticket).toBeDefined());
    const ticket = anna.remembered?.ticket;
    const again = await knocks("Anna", { ticket });
    await eventually(() => expect(again.call.phase.value).toBe("joined"));
    expect(host.call.knocks.value).toEqual([]);
  });

  it("remembers for the host whom it has let in, under which name, and whether the door is locked", async () => {
    await hostIn();
    await letIn("Anna");
    host.call.lock(true);
    const { roster, names, locked } = host.remembered ?? {};
    expect(roster?.members.map(({ role }) => role)).toEqual(["host", "guest"]);
    expect(names?.names.map(({ name }) => name)).toEqual(["Ms Weber", "Anna"]);
    expect(locked).toBe(true);
  });

  it("turns away at the door, and takes out of the call, only for whom the host says so", async () => {
    await hostIn();
    const ben = await knocks("Ben");
    host.call.deny(await atTheDoor("Ben"));
    await eventually(() => expect(ben.call.ending.value).toBe("denied"));
    const [anna, eva] = [await letIn("Anna"), await letIn("Eva").catch(() => undefined)];
    expect(eva).toBeDefined();
    host.call.remove(host.call.peers.value.find(({ name }) => name === "Anna")?.sid ?? "");
    await eventually(() => expect(anna.call.ending.value).toBe("removed"));
    expect([ben.devicesClosed, anna.devicesClosed, eva?.devicesClosed]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("lets nobody see the host before the door is unlocked", async () => {
    await hostIn();
    host.call.lock(true);
    const anna = await knocks("Anna");
    await eventually(() => expect(anna.call.shut.value).toBe(true));
    expect(host.call.knocks.value).toEqual([]);
    host.call.lock(false);
    await atTheDoor("Anna");
    await eventually(() => expect(anna.call.hostKnows.value).toBe(true));
  });
});

describe("the end of a call", () => {
  it("is for all when the host says so, and each waits for the server's word", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    host.call.endForAll();
    await eventually(() => expect(anna.call.ending.value).toBe("ended"));
    expect(host.call.ending.value).toBe("ended");
    await eventually(() => expect(host.call.endedAt.value).toBeDefined());
    expect([host.remembered, anna.remembered]).toEqual([undefined, undefined]);
  });

  it("is for oneself when the role has gone to another as one ends it for all", async () => {
    await hostIn();
    const anna = await letIn("Anna"); // for who is no host any more it is the same
    const ben = await letIn("Ben");
    anna.call.endForAll();
    ben.call.forgetMe(true);
    await eventually(() =>
      expect([anna.call.ending.value, ben.call.ending.value]).toEqual(["left", "forgotten"]),
    );
    await eventually(() => expect(host.peerNames).toEqual([]));
    expect(host.call.phase.value).toBe("joined");
  });

  it("is for oneself when one leaves, and the others go on", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    anna.call.leave();
    await eventually(() => expect(host.peerNames).toEqual([]));
    expect([anna.call.ending.value, host.call.phase.value]).toEqual(["left", "joined"]);
    await eventually(() => expect(anna.call.leftAt.value).toBeDefined());
    expect(server.roster?.members.map(({ role }) => role)).toEqual(["host"]);
  });

  it("is over for somebody whose good-bye is lost, once the server and the channel have said so", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    const { send } = FakeChannel.prototype;
    vi.spyOn(FakeChannel.prototype, "send").mockImplementation(function (this: FakeChannel, data) {
      if (!String(data).includes('"bye"')) send.call(this, data);
    });
    const states = new Set<string>();
    const stop = effect(() => {
      for (const { state } of host.call.peers.value) states.add(state);
    });
    anna.call.leave();
    await eventually(() => expect(host.peerNames).toEqual([]));
    expect([...states]).toEqual(["connected"]); // no browser had to miss anything
    stop();
    vi.restoreAllMocks();
  });

  it("leaves the room and the way back to a host who left for now", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    host.call.leave({ keep: true });
    await eventually(() => expect(anna.call.hostAway.value).toBe("left"));
    await eventually(() => expect(host.call.stays.value).toBe("promised"));
    expect(server.heard.find(({ kind }) => kind === "leave")).toMatchObject({ keep: true });
    expect([host.left, host.remembered?.name]).toEqual([true, "Ms Weber"]);
    expect(anna.call.phase.value).toBe("joined");
    const { roster, names } = host.remembered ?? {};
    server.host = undefined; // as a server does with who has left
    host = open(new Person(link, { roster, names }));
    await hostIn();
    await eventually(() => expect(host.peerNames).toEqual(["Anna"]));
    await eventually(() => expect(anna.call.hostAway.value).toBeUndefined());
    expect(host.call.knocks.value).toEqual([]);
  });

  it("has no way back for who was alarmed, and none any more for who forgets it", async () => {
    await hostIn();
    const [anna, ben] = [await letIn("Anna"), await letIn("Ben")];
    ben.call.report({ code: "alarm", name: "Anna" });
    ben.call.leave();
    expect(ben.remembered).toBeUndefined();
    anna.call.leave();
    expect([anna.left, anna.remembered?.name]).toEqual([true, "Anna"]);
    anna.call.forgetMe(false);
    expect([anna.call.ending.value, anna.remembered]).toEqual(["forgotten", undefined]);
  });

  it("shows a host nobody at the door of a room that the operator has ended", async () => {
    await hostIn();
    await letIn("Anna");
    await knocks("Ben");
    await atTheDoor("Ben");
    for (const sid of server.sockets.keys()) server.drop(sid, 1008, "ended-by-operator");
    await eventually(() => expect(host.call.closed.value).toBe(true));
    expect(host.call.knocks.value).toEqual([]);
  });

  it("lets go of what was said when the person wants to be forgotten", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    anna.call.sendChat("Hello");
    anna.call.forgetMe(false);
    const { chat, peers, topic, hostName, ending } = anna.call;
    expect([chat.value, peers.value, topic.value, hostName.value]).toEqual([
      [],
      [],
      undefined,
      undefined,
    ]);
    expect(ending.value).toBe("forgotten");
    expect(host.call.phase.value).toBe("joined");
  });

  it("leaves the call where it was when the person goes on in another tab", async () => {
    await hostIn();
    const anna = await letIn("Anna");
    anna.call.giveWay();
    expect(anna.call.ending.value).toBe("replaced");
    anna.call.leave();
    expect(anna.call.ending.value).toBe("replaced"); // an end is final
    expect(server.heard.some(({ kind }) => kind === "leave")).toBe(false);
  });
});

it("a security alarm stays, any other problem is dismissed", () => {
  host.call.report({ code: "room-full" });
  host.call.dismissProblem();
  expect(host.call.problem.value).toBeUndefined();
  host.call.report({ code: "alarm", name: "Anna" });
  host.call.dismissProblem();
  expect(host.call.problem.value?.code).toBe("alarm");
});
