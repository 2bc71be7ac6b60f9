import { afterEach, beforeAll, expect, it } from "vitest";
import type { Bytes } from "../crypto/bytes.ts";
import { guestLink, newRoom } from "../crypto/link.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import { ProtocolError } from "../net/protocol.ts";
import { installPeerConnections } from "../peer/testing/browser.ts";
import type { Connecting } from "./connecting.ts";
import { Person } from "./testing/person.ts";
import { RoomServer } from "./testing/roomserver.ts";
import type { PartContext } from "./together/part.ts";

const people: Person[] = [];
const open = (...options: ConstructorParameters<typeof Person>) => {
  const person = new Person(...options);
  people.push(person);
  return person;
};
const pause = () => new Promise((resolve) => setTimeout(resolve, 400));

beforeAll(installPeerConnections);
afterEach(() => {
  for (const { call } of people.splice(0)) call.leave();
});

/** What a call is made of comes when somebody says so. */
function later() {
  let arrive = () => {};
  const arrives = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const loadConnecting = async (): Promise<Connecting> => {
    await arrives;
    return await import("./connecting.ts");
  };
  return { arrive, loadConnecting };
}

it("is there for who was let in: until it is loaded they wait", async () => {
  new RoomServer();
  const link = await newRoom("chat");
  const host = open(link);
  host.join("Ms Weber");
  await eventually(() => expect(host.call.phase.value).toBe("joined"));
  const { arrive, loadConnecting } = later();
  const anna = open(await guestLink(link), { loadConnecting });
  anna.join("Anna");
  await eventually(() => expect(host.call.knocks.value.map(({ name }) => name)).toEqual(["Anna"]));
  host.call.admit(host.call.knocks.value[0]?.sid ?? "");
  await pause();
  expect(anna.call.phase.value).toBe("waiting");
  expect(() => anna.call.participation).toThrow("nobody is in the call yet");
  arrive();
  await eventually(() => expect(anna.peerNames).toEqual(["Ms Weber"]));
  expect(anna.call.phase.value).toBe("joined");
  await eventually(() => expect(host.peerNames).toEqual(["Anna"]));
  anna.call.participation.raise(true);
  await eventually(() =>
    expect(host.call.participation.hands.value).toMatchObject([{ name: "Anna" }]),
  );
});

it("hands what members make together to the part that it is of, and cuts off who breaks its rules", async () => {
  new RoomServer();
  const link = await newRoom("chat");
  const told: string[] = [];
  const load = async () => (context: PartContext) => ({
    receive: (sid: string, kind: number, payload: Bytes) => {
      if (payload[0] === 0) throw new ProtocolError("bad-message", "a test");
      told.push(`${context.nameOf(sid)} says ${kind} ${payload[0]} to ${context.name()}`);
    },
    peerReady: (sid: string) => {
      told.push(`${context.name()} reaches ${context.nameOf(sid)}`);
      if (context.isHostSelf()) context.broadcast(0x21, Uint8Array.of(7));
      else context.send(sid, 0x20, Uint8Array.of(8));
    },
    peerGone: (sid: string) => {
      told.push(`${context.name()} without ${context.nameOf(sid)}`);
    },
    stop: () => {},
  });
  const loadConnecting = async (): Promise<Connecting> => {
    const connecting = await import("./connecting.ts");
    class WithPart extends connecting.InCall {
      constructor(options: ConstructorParameters<typeof connecting.InCall>[0]) {
        super({ ...options, parts: { test: { first: 0x20, load } } });
      }
    }
    return { ...connecting, InCall: WithPart };
  };
  const [host, anna] = [
    open(link, { loadConnecting }),
    open(await guestLink(link), { loadConnecting }),
  ];
  host.join("Ms Weber");
  anna.join("Anna");
  await eventually(() => expect(host.call.knocks.value).toHaveLength(1));
  host.call.admit(host.call.knocks.value[0]?.sid ?? "");
  await eventually(() => expect(anna.peerNames).toEqual(["Ms Weber"]));
  expect(told).toEqual([]); // nobody uses it
  anna.call.together.use("test");
  await eventually(() =>
    expect(told).toEqual([
      "Anna reaches Ms Weber",
      "Ms Weber reaches Anna",
      "Anna says 32 8 to Ms Weber",
      "Ms Weber says 33 7 to Anna",
    ]),
  );
  const part = anna.call.together.parts.value.get("test");
  expect(part?.at).toBe("there");
});

it("is there for a host before she is in", async () => {
  new RoomServer();
  const { arrive, loadConnecting } = later();
  const host = open(await newRoom("chat"), { loadConnecting });
  host.join("Ms Weber");
  await pause();
  expect(host.call.phase.value).toBe("connecting");
  arrive();
  await eventually(() => expect(host.call.phase.value).toBe("joined"));
  expect(host.call.files).toBeDefined();
});

it("may come when the person has left already", async () => {
  new RoomServer();
  const { arrive, loadConnecting } = later();
  const anna = open(await guestLink(await newRoom("chat")), { loadConnecting });
  anna.join("Anna");
  await eventually(() => expect(anna.call.phase.value).toBe("waiting"));
  anna.call.leave();
  arrive();
  await loadConnecting();
  await pause();
  expect([anna.call.phase.value, anna.call.ending.value]).toEqual(["over", "left"]);
  expect(() => anna.call.files).toThrow("nobody is in the call yet");
});
