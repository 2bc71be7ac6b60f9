import { beforeEach, describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey, verify } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import * as signed from "../../crypto/signed.ts";
import type { Member, SignedNames, SignedRoster } from "../../net/protocol.ts";
import { Members, type MembersOptions } from "../mesh/members.ts";
import { isLater, signRoster } from "../mesh/roster.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { newSid } from "../testing/parts.ts";
import { HostAdmission } from "./hostadmission.ts";
import { HostRoom } from "./testing/hostroom.ts";

describe("the host", () => {
  let room: HostRoom;
  beforeEach(async () => {
    room = await HostRoom.open();
  });

  it("says under which names it has let people in, and that they come back under no other", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    expect(room.names()).toEqual(["Ms Weber", "Anna"]);
    const ticket = await room.host.ticketFor(anna);
    const reloaded = await room.guest("Ms Weber", ticket);
    expect(room.word?.names).toContainEqual({ sid: reloaded.sid, name: "Anna" });
    await room.comes("Ms Weber", reloaded.key); // the server has forgotten the old sid
    expect(room.names()).toEqual(["Ms Weber", "Anna"]);
    const eva = await room.guest("Eva");
    await room.host.admit(eva.sid);
    await room.host.suspend(eva.sid);
    expect(room.names()).toEqual(["Ms Weber", "Anna"]);
    const back = await room.guest("Ms Weber", await room.sealTicket(eva.sid, eva.key));
    expect(room.word?.names).toContainEqual({ sid: back.sid, name: "Eva" });
  });

  it("knows the names after a reload, and on a device that knows none those of tickets, of its older words and of a first hello", async () => {
    const [anna, ben] = [await room.guest("Anna"), await room.guest("Ben")];
    await room.host.admit(anna.sid);
    await room.host.admit(ben.sid);
    const [before, ticket] = [room.word as SignedNames, await room.host.ticketFor(anna)];
    await room.enterAnew(room.roster, before);
    expect(room.names()).toEqual(["Anna", "Ben", "Ms Weber"]);
    await room.enterAnew(room.roster, { ...before, names: [{ sid: anna.sid, name: "Mallory" }] }); // not signed
    expect(room.names()).toEqual(["Ms Weber"]);
    expect(await room.host.ticketFor(anna)).toBeUndefined();
    const again = await room.guest("Mallory", ticket);
    expect(room.word?.names).toContainEqual({ sid: again.sid, name: "Anna" });
    await room.host.recallNames(before);
    expect(await room.host.learnName(ben.sid, "Mallory")).toBe(false);
    expect(room.names()).toEqual(["Ben", "Ms Weber", "Anna"]);
    await room.enterAnew(room.roster);
    expect([
      await room.host.learnName(ben.sid, "Benno"),
      await room.host.learnName(ben.sid, "Mallory"),
    ]).toEqual([true, false]);
    expect(room.names()).toEqual(["Benno", "Ms Weber"]);
  });

  it("lets a reloaded guest in on its ticket in place of its old self, and not after a removal", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const ticket = await room.host.ticketFor(anna);
    const again = await room.guest("Anna", ticket);
    expect(room.sids()).toContain(again.sid);
    expect(room.sids()).not.toContain(anna.sid);
    const newer = await room.host.ticketFor(again);
    await room.host.remove(again.sid);
    const third = await room.guest("Anna", newer);
    expect(room.sids()).not.toContain(third.sid);
    expect(room.host.lobby.knocks.value).toMatchObject([{ sid: third.sid, name: "Anna" }]);
  });

  it("asks about somebody who comes back for the third time, by ticket or key, and gives it its seat", async () => {
    for (const how of ["ticket", "key", "lost"] as const) {
      const anna = await room.guest("Anna");
      const ben = await room.guest("Ben");
      for (const { sid } of [anna, ben]) expect(await room.host.admit(sid)).toBe(true);
      let self = anna;
      const comesBack = async () => {
        const ticket = await room.host.ticketFor(self);
        if (how === "lost") await room.host.suspend(self.sid);
        self =
          how === "key" ? await room.comes("Anna", self.key) : await room.guest("Anna", ticket);
      };
      for (let n = 0; n < 3; n++) {
        await comesBack();
        expect([how, n, room.sids().includes(self.sid)]).toEqual([how, n, n < 2]);
      }
      expect(room.host.lobby.knocks.value).toMatchObject([{ sid: self.sid, name: "Anna" }]);
      expect(await room.host.admit(self.sid)).toBe(true);
      await comesBack();
      expect(room.sids()).toContain(self.sid); // counted anew since the host said yes
      for (const { sid } of [self, ben]) await room.host.remove(sid);
    }
  });

  it("asks nobody about who comes back often, but rarely within ten minutes", async () => {
    const clock = vi.spyOn(performance, "now");
    let self = await room.guest("Anna");
    expect(await room.host.admit(self.sid)).toBe(true);
    for (let n = 0; n < 6; n++) {
      clock.mockReturnValue(n * 6 * 60_000);
      self = await room.guest("Anna", await room.host.ticketFor(self));
      expect([n, room.sids().includes(self.sid)]).toEqual([n, true]);
    }
    clock.mockRestore();
  });

  it("lets in who came back to a full room as soon as a seat is free, and nobody else", async () => {
    const [anna, ben] = [await room.guest("Anna"), await room.guest("Ben")];
    for (const { sid } of [anna, ben]) await room.host.admit(sid);
    const ticket = await room.host.ticketFor(anna);
    await room.host.suspend(anna.sid);
    const eva = await room.guest("Eva");
    await room.host.admit(eva.sid);
    const stranger = await room.guest("Otto");
    const back = await room.guest("Anna", ticket);
    expect(room.sids()).not.toContain(back.sid);
    expect(room.host.lobby.knocks.value.map(({ name }) => name)).toEqual(["Otto", "Anna"]);
    await room.host.release(ben.sid);
    expect(room.sids()).toContain(back.sid);
    expect(room.sids()).not.toContain(stranger.sid);
    expect(room.host.lobby.knocks.value.map(({ name }) => name)).toEqual(["Otto"]);
  });

  it("lets in again who was lost as a member: by its key, and after a reload by its ticket", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const ticket = await room.host.ticketFor(anna);
    expect(await room.host.suspend(anna.sid)).toBe(true);
    expect(room.sids()).not.toContain(anna.sid);
    const again = await room.comes("Anna", anna.key);
    expect(room.sids()).toContain(again.sid);
    const newer = await room.host.ticketFor(again);
    await room.host.suspend(again.sid);
    const stale = await room.guest("Anna", ticket); // made for the member that she was before
    expect(room.sids()).not.toContain(stale.sid);
    const reloaded = await room.guest("Anna", newer);
    expect(room.sids()).toContain(reloaded.sid);
  });

  it("lets a member in again under the sid of a server that has forgotten it, in its own place", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const other = newSid();
    room.host.lobby.addKnocker(other);
    await room.host.authenticated(other, anna.key);
    expect(await room.host.takeKnock(other, { kind: "hello", name: "Anna" })).toBe(true);
    expect(room.sids()).toContain(other);
    expect(room.sids()).not.toContain(anna.sid);
  });

  it("turns away again who was turned away or removed and did not hear it", async () => {
    for (const turn of ["deny", "remove"] as const) {
      const anna = await room.guest("Anna");
      if (turn === "remove") await room.host.admit(anna.sid);
      await room.host[turn](anna.sid);
      const other = newSid();
      room.host.lobby.addKnocker(other);
      const word = await room.host.authenticated(other, anna.key);
      expect(
        await verify(
          room.key.publicKey,
          signed.denyBytes(room.id, other, anna.key),
          word?.signature ?? "",
        ),
      ).toBe(true);
      expect(room.host.lobby.isWaiting(other)).toBe(false);
    }
  });

  it("does not let in by a ticket whom it had lost and then removed", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const ticket = await room.host.ticketFor(anna);
    await Promise.all([room.host.suspend(anna.sid), room.host.remove(anna.sid)]);
    const again = await room.guest("Anna", ticket);
    expect(room.sids()).not.toContain(again.sid);
  });

  it("takes no ticket that it did not seal", async () => {
    const ben = await room.guest("Ben", toBase64url(random(68)));
    expect(room.sids()).not.toContain(ben.sid);
  });

  it("takes its own place at the end of the list when it comes back", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const self = await room.enterAnew(room.roster);
    expect(room.sids()).toEqual([anna.sid, self]);
    expect(isLater(room.roster as SignedRoster, self, anna.sid)).toBe(true);
  });

  it("leaves out after a reload whom it had removed, although the server shows an old list", async () => {
    const [anna, ben] = [await room.guest("Anna"), await room.guest("Ben")];
    await room.host.admit(anna.sid);
    await room.host.admit(ben.sid);
    const old = room.roster;
    await room.host.remove(ben.sid);
    const newest = room.roster as SignedRoster;
    room.roster = old;
    const self = await room.enterAnew(newest);
    expect(room.sids()).toEqual([anna.sid, self]);
    expect(room.roster?.epoch).toBeGreaterThan(newest.epoch);
  });

  it("leaves out after a reload whose key is another in the old list", async () => {
    const anna = await room.guest("Anna");
    await room.host.admit(anna.sid);
    const old = room.roster as SignedRoster;
    const members = old.members.map((one) =>
      one.sid === anna.sid ? { ...one, key: toBase64url(random(32)) } : one,
    );
    const self = await room.enterAnew({ ...old, members, epoch: old.epoch + 1 });
    expect(room.sids()).toEqual([self]);
  });

  it("begins anew after a reload if the server has forgotten everybody, also with a clock that went back", async () => {
    const before = { ...(room.roster as SignedRoster), epoch: Date.now() + 1e9 };
    room.roster = undefined;
    const self = await room.enterAnew(before);
    expect(room.sids()).toEqual([self]);
    expect((room.roster as SignedRoster | undefined)?.epoch).toBe(before.epoch + 1);
  });
});

it("keeps the host in its own call when a list of another device with the host link turns up", async () => {
  const access = await openRoomKeys(await newRoom("chat"));
  const key = await generateKey();
  const self: Member = { sid: toBase64url(random(8)), key: key.publicKey, role: "host" };
  const other: Member = {
    sid: toBase64url(random(8)),
    key: (await generateKey()).publicKey,
    role: "host",
  };
  if (access.host === undefined) throw new Error("no host");
  const { host, room } = access;
  const pairs = {} as MembersOptions["pairs"]; // nobody else is there
  const nothing = () => {};
  const members = new Members(
    {
      keys: access,
      key,
      pairs,
      sendFrame: nothing,
      tracks: () => ({}),
      relayOnly: () => false,
    } as unknown as MembersOptions,
    {} as ConstructorParameters<typeof Members>[1],
  );
  members.sid = self.sid;
  const ours = await signRoster(host.key, room, [self], undefined);
  expect(await members.takeRoster(ours)).toBe("member");

  const theirs = await signRoster(host.key, room, [other], ours);
  expect(await members.takeRoster(theirs)).toBe("taken");

  const admission = new HostAdmission({
    ...{
      ...host,
      room,
      before: undefined,
      locked: false,
      seats: () => 3,
      roster: () => members.roster,
    },
    publish: async (next) => members.follow(next),
    propose: async () => false,
    ...{
      name: () => "Ms Weber",
      names: () => undefined,
      namesBefore: undefined,
      publishNames: nothing,
    },
  });
  await admission.takePlace(self);
  expect(members.roster?.epoch).toBeGreaterThan(theirs.epoch);
  expect(members.roster?.members).toEqual([self]);
  expect(members.admitted).toBe(true);
});
