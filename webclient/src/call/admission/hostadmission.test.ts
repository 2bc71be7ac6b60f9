import { beforeEach, describe, expect, it } from "vitest";
import { generateKey, verify } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import { newSid } from "../testing/parts.ts";
import { HostRoom } from "./testing/hostroom.ts";

describe("the host", () => {
  let room: HostRoom;
  beforeEach(async () => {
    room = await HostRoom.open();
  });

  it("shows a knock only once there is a name, and lets in whom the host says", async () => {
    room.host.lobby.addKnocker(newSid());
    expect(room.host.lobby.knocks.value).toEqual([]);
    const anna = await room.guest("Anna");
    expect(room.host.lobby.knocks.value).toEqual([{ sid: anna.sid, name: "Anna" }]);
    expect(await room.host.admit(anna.sid)).toBe(true);
    expect(room.host.lobby.knocks.value).toEqual([]);
    expect(room.sids()).toContain(anna.sid);
  });

  it("takes in no more than can be at the door, whatever the server says", () => {
    const said = Array.from({ length: 20 }, newSid);
    expect(said.filter((one) => room.host.lobby.addKnocker(one)).length).toBe(16);
    room.host.lobby.removeKnocker(said[0] ?? "");
    expect(room.host.lobby.addKnocker(said[19] ?? "")).toBe(true);
    expect(room.host.lobby.addKnocker(said[1] ?? "")).toBe(true); // still
  });

  it("lets nobody change the name while the host looks at it", async () => {
    const anna = await room.guest("Anna");
    await room.host.takeKnock(anna.sid, { kind: "hello", name: "Ben" });
    expect(room.host.lobby.knocks.value).toEqual([{ sid: anna.sid, name: "Anna" }]);
  });

  it("shows nobody who comes while the door is locked, lets members back in, and shows the others when it is unlocked", async () => {
    const [anna, ben] = [await room.guest("Anna"), await room.guest("Ben")];
    await room.host.admit(anna.sid);
    const ticket = await room.host.ticketFor(anna);
    expect(room.host.lobby.setLocked(true)).toEqual([]);
    const carla = await room.guest("Carla");
    expect([room.host.lobby.isLockedOut(ben.sid), room.host.lobby.isLockedOut(carla.sid)]).toEqual([
      false,
      true,
    ]);
    expect(room.host.lobby.knocks.value).toEqual([{ sid: ben.sid, name: "Ben" }]);
    const again = await room.guest("Anna", ticket);
    expect(room.sids()).toContain(again.sid);
    expect(room.host.lobby.setLocked(false)).toEqual([carla.sid]);
    expect(room.host.lobby.knocks.value.map(({ name }) => name)).toEqual(["Ben", "Carla"]);
  });

  it("never goes over the seats, however quickly people are let in", async () => {
    const people = await Promise.all(["a", "b", "c"].map((name) => room.guest(name)));
    const outcomes = await Promise.all(people.map(({ sid }) => room.host.admit(sid)));
    expect(outcomes.filter(Boolean).length).toBe(2);
    expect(room.roster?.members.length).toBe(3);
  });

  it("turns away the one who has proved a key, and nobody else under that sid", async () => {
    const anna = await room.guest("Anna");
    const word = await room.host.deny(anna.sid);
    const about = (other: string) =>
      verify(room.key.publicKey, signed.denyBytes(room.id, anna.sid, other), word?.signature ?? "");
    expect(await about(anna.key)).toBe(true);
    expect(await about((await generateKey()).publicKey)).toBe(false);
    expect(room.host.lobby.knocks.value).toEqual([]);
    expect(await room.host.deny(anna.sid)).toBeUndefined();
  });

  it("lists somebody once who is let in twice", async () => {
    const anna = await room.guest("Anna");
    expect(await Promise.all([room.host.admit(anna.sid), room.host.admit(anna.sid)])).toEqual([
      true,
      true,
    ]);
    expect(await room.host.admit(anna.sid)).toBe(true);
    expect(room.sids().filter((name) => name === anna.sid).length).toBe(1);
  });

  it("keeps somebody at the door for whom there is no seat", async () => {
    const people = await Promise.all(["a", "b", "c"].map((name) => room.guest(name)));
    const outcomes = await Promise.all(people.map(({ sid }) => room.host.admit(sid)));
    const outside = people.filter((_, i) => !outcomes[i]).map(({ sid }) => sid);
    expect(room.host.lobby.knocks.value.map(({ sid }) => sid)).toEqual(outside);
    expect(room.host.lobby.missing([])).toEqual(outside);
    expect(room.host.lobby.missing(outside)).toEqual([]);
  });
});
