import { afterEach, beforeAll, expect, it } from "vitest";
import { guestLink, newRoom } from "../crypto/link.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import { installPeerConnections } from "../peer/testing/browser.ts";
import type { Connecting } from "./connecting.ts";
import { Person } from "./testing/person.ts";
import { RoomServer } from "./testing/roomserver.ts";

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
