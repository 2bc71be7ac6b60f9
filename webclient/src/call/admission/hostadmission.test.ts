import { beforeEach, describe, expect, it } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey, type SigningKey, verify } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import * as signed from "../../crypto/signed.ts";
import { sealTicket } from "../../crypto/ticket.ts";
import type { Member, SignedNames, SignedRoster } from "../../net/protocol.ts";
import { Members, type MembersOptions } from "../mesh/members.ts";
import { isLater, isValid, signRoster } from "../mesh/roster.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { HostAdmission } from "./hostadmission.ts";

const sid = () => toBase64url(random(8));

describe("the host", () => {
  let room: string;
  let key: SigningKey;
  let roster: SignedRoster | undefined;
  let host: HostAdmission;
  const names = () => roster?.members.map(({ sid }) => sid) ?? [];

  const guest = async (name: string, ticket?: string) =>
    comes(name, (await generateKey()).publicKey, ticket);

  async function comes(name: string, key: string, ticket?: string): Promise<Member> {
    const member = { sid: sid(), key, role: "guest" } as const;
    host.lobby.addKnocker(member.sid);
    await host.authenticated(member.sid, key);
    await host.takeKnock(member.sid, {
      kind: "hello",
      name,
      ...(ticket !== undefined && { ticket }),
    });
    return member;
  }

  let enterAnew: (before: SignedRoster | undefined, namesBefore?: SignedNames) => Promise<string>;
  let word: SignedNames | undefined;
  let sealed: (sid: string, key: string) => Promise<string>;
  const named = () => word?.names.map(({ name }) => name);

  beforeEach(async () => {
    const { host: keys, ...access } = await openRoomKeys(await newRoom("video"));
    if (keys === undefined) throw new Error("no host");
    ({ room } = access);
    ({ key } = keys);
    sealed = (sid, key) => sealTicket(keys.tickets, room, { sid, key, name: "Anna" });
    roster = undefined;
    const publish = async (next: SignedRoster) => {
      expect(await isValid(next, room, key.publicKey)).toBe(true);
      expect(next.epoch).toBeGreaterThan(roster?.epoch ?? 0);
      roster = next;
    };
    word = undefined;
    const say = (next: SignedNames) => {
      expect(next.epoch).toBeGreaterThan(word?.epoch ?? 0);
      word = next;
    };
    enterAnew = async (before, namesBefore) => {
      const lists = { roster: () => roster, before, publish, locked: false, seats: () => 3 };
      const naming = { name: () => "Ms Weber", names: () => word, namesBefore, publishNames: say };
      host = new HostAdmission({ ...keys, room, ...lists, ...naming });
      const self = { sid: sid(), key: (await generateKey()).publicKey, role: "host" } as const;
      await host.takePlace(self);
      return self.sid;
    };
    await enterAnew(undefined);
  });

  it("shows a knock only once there is a name, and lets in whom the host says", async () => {
    host.lobby.addKnocker(sid());
    expect(host.lobby.knocks.value).toEqual([]);
    const anna = await guest("Anna");
    expect(host.lobby.knocks.value).toEqual([{ sid: anna.sid, name: "Anna" }]);
    expect(await host.admit(anna.sid)).toBe(true);
    expect(host.lobby.knocks.value).toEqual([]);
    expect(names()).toContain(anna.sid);
  });

  it("takes in no more than can be at the door, whatever the server says", () => {
    const said = Array.from({ length: 20 }, sid);
    expect(said.filter((one) => host.lobby.addKnocker(one)).length).toBe(16);
    host.lobby.removeKnocker(said[0] ?? "");
    expect(host.lobby.addKnocker(said[19] ?? "")).toBe(true);
    expect(host.lobby.addKnocker(said[1] ?? "")).toBe(true); // still
  });

  it("lets nobody change the name while the host looks at it", async () => {
    const anna = await guest("Anna");
    await host.takeKnock(anna.sid, { kind: "hello", name: "Ben" });
    expect(host.lobby.knocks.value).toEqual([{ sid: anna.sid, name: "Anna" }]);
  });

  it("says under which names it has let people in, and that they come back under no other", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    expect(named()).toEqual(["Ms Weber", "Anna"]);
    const ticket = await host.ticketFor(anna);
    const reloaded = await guest("Ms Weber", ticket);
    expect(word?.names).toContainEqual({ sid: reloaded.sid, name: "Anna" });
    await comes("Ms Weber", reloaded.key); // the server has forgotten the old sid
    expect(named()).toEqual(["Ms Weber", "Anna"]);
    const eva = await guest("Eva");
    await host.admit(eva.sid);
    await host.suspend(eva.sid);
    expect(named()).toEqual(["Ms Weber", "Anna"]);
    const back = await guest("Ms Weber", await sealed(eva.sid, eva.key));
    expect(word?.names).toContainEqual({ sid: back.sid, name: "Eva" });
  });

  it("knows the names after a reload, and on a device that knows none those of tickets, of its older words and of a first hello", async () => {
    const [anna, ben] = [await guest("Anna"), await guest("Ben")];
    await host.admit(anna.sid);
    await host.admit(ben.sid);
    const [before, ticket] = [word as SignedNames, await host.ticketFor(anna)];
    await enterAnew(roster, before);
    expect(named()).toEqual(["Anna", "Ben", "Ms Weber"]);
    await enterAnew(roster, { ...before, names: [{ sid: anna.sid, name: "Mallory" }] }); // not signed
    expect(named()).toEqual(["Ms Weber"]);
    expect(await host.ticketFor(anna)).toBeUndefined();
    const again = await guest("Mallory", ticket);
    expect(word?.names).toContainEqual({ sid: again.sid, name: "Anna" });
    await host.recallNames(before);
    expect(await host.learnName(ben.sid, "Mallory")).toBe(false);
    expect(named()).toEqual(["Ben", "Ms Weber", "Anna"]);
    await enterAnew(roster);
    expect([
      await host.learnName(ben.sid, "Benno"),
      await host.learnName(ben.sid, "Mallory"),
    ]).toEqual([true, false]);
    expect(named()).toEqual(["Benno", "Ms Weber"]);
  });

  it("shows nobody who comes while the door is locked, lets members back in, and shows the others when it is unlocked", async () => {
    const [anna, ben] = [await guest("Anna"), await guest("Ben")];
    await host.admit(anna.sid);
    const ticket = await host.ticketFor(anna);
    expect(host.lobby.setLocked(true)).toEqual([]);
    const carla = await guest("Carla");
    expect([host.lobby.isLockedOut(ben.sid), host.lobby.isLockedOut(carla.sid)]).toEqual([
      false,
      true,
    ]);
    expect(host.lobby.knocks.value).toEqual([{ sid: ben.sid, name: "Ben" }]);
    const again = await guest("Anna", ticket);
    expect(names()).toContain(again.sid);
    expect(host.lobby.setLocked(false)).toEqual([carla.sid]);
    expect(host.lobby.knocks.value.map(({ name }) => name)).toEqual(["Ben", "Carla"]);
  });

  it("never goes over the seats, however quickly people are let in", async () => {
    const people = await Promise.all(["a", "b", "c"].map((name) => guest(name)));
    const outcomes = await Promise.all(people.map(({ sid }) => host.admit(sid)));
    expect(outcomes.filter(Boolean).length).toBe(2);
    expect(roster?.members.length).toBe(3);
  });

  it("lets a reloaded guest in on its ticket in place of its old self, and not after a removal", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const ticket = await host.ticketFor(anna);
    const again = await guest("Anna", ticket);
    expect(names()).toContain(again.sid);
    expect(names()).not.toContain(anna.sid);
    const newer = await host.ticketFor(again);
    await host.remove(again.sid);
    const third = await guest("Anna", newer);
    expect(names()).not.toContain(third.sid);
    expect(host.lobby.knocks.value).toEqual([{ sid: third.sid, name: "Anna" }]);
  });

  it("asks about somebody who comes back for the third time, by ticket or key, and gives it its seat", async () => {
    for (const how of ["ticket", "key", "lost"] as const) {
      const anna = await guest("Anna");
      const ben = await guest("Ben");
      for (const { sid } of [anna, ben]) expect(await host.admit(sid)).toBe(true);
      let self = anna;
      const comesBack = async () => {
        const ticket = await host.ticketFor(self);
        if (how === "lost") await host.suspend(self.sid);
        self = how === "key" ? await comes("Anna", self.key) : await guest("Anna", ticket);
      };
      for (let n = 0; n < 3; n++) {
        await comesBack();
        expect([how, n, names().includes(self.sid)]).toEqual([how, n, n < 2]);
      }
      expect(host.lobby.knocks.value).toEqual([{ sid: self.sid, name: "Anna" }]);
      expect(await host.admit(self.sid)).toBe(true);
      await comesBack();
      expect(names()).toContain(self.sid); // counted anew since the host said yes
      for (const { sid } of [self, ben]) await host.remove(sid);
    }
  });

  it("turns away the one who has proved a key, and nobody else under that sid", async () => {
    const anna = await guest("Anna");
    const word = await host.deny(anna.sid);
    const about = (other: string) =>
      verify(key.publicKey, signed.denyBytes(room, anna.sid, other), word?.signature ?? "");
    expect(await about(anna.key)).toBe(true);
    expect(await about((await generateKey()).publicKey)).toBe(false);
    expect(host.lobby.knocks.value).toEqual([]);
    expect(await host.deny(anna.sid)).toBeUndefined();
  });

  it("lets in again who was lost as a member: by its key, and after a reload by its ticket", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const ticket = await host.ticketFor(anna);
    expect(await host.suspend(anna.sid)).toBe(true);
    expect(names()).not.toContain(anna.sid);
    const again = await comes("Anna", anna.key);
    expect(names()).toContain(again.sid);
    const newer = await host.ticketFor(again);
    await host.suspend(again.sid);
    const stale = await guest("Anna", ticket); // made for the member that she was before
    expect(names()).not.toContain(stale.sid);
    const reloaded = await guest("Anna", newer);
    expect(names()).toContain(reloaded.sid);
  });

  it("lets a member in again under the sid of a server that has forgotten it, in its own place", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const other = sid();
    host.lobby.addKnocker(other);
    await host.authenticated(other, anna.key);
    expect(await host.takeKnock(other, { kind: "hello", name: "Anna" })).toBe(true);
    expect(names()).toContain(other);
    expect(names()).not.toContain(anna.sid);
  });

  it("turns away again who was turned away or removed and did not hear it", async () => {
    for (const turn of ["deny", "remove"] as const) {
      const anna = await guest("Anna");
      if (turn === "remove") await host.admit(anna.sid);
      await host[turn](anna.sid);
      const other = sid();
      host.lobby.addKnocker(other);
      const word = await host.authenticated(other, anna.key);
      expect(
        await verify(key.publicKey, signed.denyBytes(room, other, anna.key), word?.signature ?? ""),
      ).toBe(true);
      expect(host.lobby.isWaiting(other)).toBe(false);
    }
  });

  it("does not let in by a ticket whom it had lost and then removed", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const ticket = await host.ticketFor(anna);
    await Promise.all([host.suspend(anna.sid), host.remove(anna.sid)]);
    const again = await guest("Anna", ticket);
    expect(names()).not.toContain(again.sid);
  });

  it("lists somebody once who is let in twice", async () => {
    const anna = await guest("Anna");
    expect(await Promise.all([host.admit(anna.sid), host.admit(anna.sid)])).toEqual([true, true]);
    expect(await host.admit(anna.sid)).toBe(true);
    expect(names().filter((name) => name === anna.sid).length).toBe(1);
  });

  it("keeps somebody at the door for whom there is no seat", async () => {
    const people = await Promise.all(["a", "b", "c"].map((name) => guest(name)));
    const outcomes = await Promise.all(people.map(({ sid }) => host.admit(sid)));
    const outside = people.filter((_, i) => !outcomes[i]).map(({ sid }) => sid);
    expect(host.lobby.knocks.value.map(({ sid }) => sid)).toEqual(outside);
    expect(host.lobby.missing([])).toEqual(outside);
    expect(host.lobby.missing(outside)).toEqual([]);
  });

  it("takes no ticket that it did not seal", async () => {
    const ben = await guest("Ben", toBase64url(random(68)));
    expect(names()).not.toContain(ben.sid);
  });

  it("takes its own place at the end of the list when it comes back", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const self = await enterAnew(roster);
    expect(names()).toEqual([anna.sid, self]);
    expect(isLater(roster as SignedRoster, self, anna.sid)).toBe(true);
  });

  it("leaves out after a reload whom it had removed, although the server shows an old list", async () => {
    const [anna, ben] = [await guest("Anna"), await guest("Ben")];
    await host.admit(anna.sid);
    await host.admit(ben.sid);
    const old = roster;
    await host.remove(ben.sid);
    const newest = roster as SignedRoster;
    roster = old;
    const self = await enterAnew(newest);
    expect(names()).toEqual([anna.sid, self]);
    expect(roster?.epoch).toBeGreaterThan(newest.epoch);
  });

  it("leaves out after a reload whose key is another in the old list", async () => {
    const anna = await guest("Anna");
    await host.admit(anna.sid);
    const old = roster as SignedRoster;
    const members = old.members.map((one) =>
      one.sid === anna.sid ? { ...one, key: toBase64url(random(32)) } : one,
    );
    const self = await enterAnew({ ...old, members, epoch: old.epoch + 1 });
    expect(names()).toEqual([self]);
  });

  it("begins anew after a reload if the server has forgotten everybody, also with a clock that went back", async () => {
    const before = { ...(roster as SignedRoster), epoch: Date.now() + 1e9 };
    roster = undefined;
    const self = await enterAnew(before);
    expect(names()).toEqual([self]);
    expect((roster as SignedRoster | undefined)?.epoch).toBe(before.epoch + 1);
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
