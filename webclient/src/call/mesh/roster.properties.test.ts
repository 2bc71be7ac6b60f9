// Properties of all signed rosters, tried with many.
import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "../../crypto/bytes.ts";
import { keyFromSeed } from "../../crypto/ed25519.ts";
import { always, type Random } from "../../crypto/testing/random.ts";
import type { Member, SignedRoster } from "../../net/protocol.ts";
import { isLater, isValid, listsMember, signRoster } from "./roster.ts";

const text = (random: Random, length: number) => toBase64url(random.randomBytes(length));

function people(random: Random): Member[] {
  const count = 1 + random.integerBelow(6);
  const host = random.integerBelow(count);
  return Array.from({ length: count }, (_, i) => ({
    sid: text(random, 8),
    key: text(random, 32),
    role: i === host ? "host" : "guest",
  }));
}

/** The roster with one thing changed. */
function altered(random: Random, roster: SignedRoster): SignedRoster {
  const members = roster.members.map((member) => ({ ...member }));
  const at = random.integerBelow(members.length);
  const member = members[at] as Member;
  const flip = (value: string) => toBase64url(random.flipped(fromBase64url(value)));
  const put = (other: Member) => members.map((old, i) => (i === at ? other : old));
  switch (random.integerBelow(7)) {
    case 0:
      return { ...roster, epoch: roster.epoch + 1 };
    case 1:
      return { ...roster, members: put({ ...member, sid: flip(member.sid) }) };
    case 2:
      return { ...roster, members: put({ ...member, key: flip(member.key) }) };
    case 3:
      return {
        ...roster,
        members: put({ ...member, role: member.role === "host" ? "guest" : "host" }),
      };
    case 4:
      return { ...roster, members: members.filter((_, i) => i !== at) };
    case 5:
      return {
        ...roster,
        members: [...members, { sid: text(random, 8), key: text(random, 32), role: "guest" }],
      };
    default:
      return { ...roster, signature: flip(roster.signature) };
  }
}

test("a signed roster is valid in its room under its key; with anything changed it is not", () =>
  always(60, async (random) => {
    const key = await keyFromSeed(random.randomBytes(32));
    const room = text(random, 16);
    const roster = await signRoster(key, room, people(random), undefined);
    expect(await isValid(roster, room, key.publicKey)).toBe(true);
    expect(await isValid(altered(random, roster), room, key.publicKey)).toBe(false);
    expect(await isValid(roster, text(random, 16), key.publicKey)).toBe(false);
    expect(await isValid(roster, room, text(random, 32))).toBe(false);
    const turned = [...roster.members].reverse();
    if (turned.length > 1)
      expect(await isValid({ ...roster, members: turned }, room, key.publicKey)).toBe(false);
  }));

test("epochs only rise, also past a clock that runs behind", () =>
  always(40, async (random) => {
    const key = await keyFromSeed(random.randomBytes(32));
    const members = people(random);
    let last: SignedRoster | undefined = {
      epoch: Date.now() + random.integerBelow(1e9),
      members,
      signature: "",
    };
    for (let i = 0; i < 5; i++) {
      const next: SignedRoster = await signRoster(key, text(random, 16), members, last);
      expect(next.epoch).toBeGreaterThan(last?.epoch ?? 0);
      last = random.integerBelow(4) === 0 ? { ...next, epoch: next.epoch + 1000 } : next;
    }
  }));

test("of two members one is later, and nobody holds a place under another key", () =>
  always(200, (random) => {
    const roster: SignedRoster = { epoch: 1, members: people(random), signature: "" };
    const [a, b] = [random.pickFrom(roster.members), random.pickFrom(roster.members)];
    if (a.sid !== b.sid) expect(isLater(roster, a.sid, b.sid)).toBe(!isLater(roster, b.sid, a.sid));
    expect(listsMember(roster, a.sid, a.key)).toBe(true);
    expect(listsMember(roster, a.sid, b.key)).toBe(a.key === b.key);
    expect(listsMember(roster, text(random, 8), a.key)).toBe(false);
  }));
