// The host's word on who is in the call (protocol, section 3.2), as every client reads it.
import { type SigningKey, sign, verify } from "../../crypto/ed25519.ts";
import * as signed from "../../crypto/signed.ts";
import type { Member, NamedMember, SignedNames, SignedRoster } from "../../net/protocol.ts";

/** Whether the host key signed it and it makes sense: one host, nobody twice. */
export async function isValid(
  roster: SignedRoster,
  room: string,
  hostKey: string,
): Promise<boolean> {
  const { epoch, members, signature } = roster;
  if (members.filter(({ role }) => role === "host").length !== 1) return false;
  if (new Set(members.map(({ sid }) => sid)).size !== members.length) return false;
  return verify(hostKey, signed.rosterBytes(room, epoch, members), signature);
}

/** The clock in the epoch lets a reloaded host go on without a memory of its last roster. */
export async function signRoster(
  key: SigningKey,
  room: string,
  members: readonly Member[],
  last: SignedRoster | undefined,
): Promise<SignedRoster> {
  const epoch = Math.max((last?.epoch ?? 0) + 1, Date.now());
  return { epoch, members, signature: await sign(key, signed.rosterBytes(room, epoch, members)) };
}

/** Whether the host key signed these names. */
export function areNamed(
  { epoch, names, signature }: SignedNames,
  room: string,
  hostKey: string,
): Promise<boolean> {
  return verify(hostKey, signed.namesBytes(room, epoch, names), signature);
}

export async function signNames(
  key: SigningKey,
  room: string,
  names: readonly NamedMember[],
  last: SignedNames | undefined,
): Promise<SignedNames> {
  const epoch = Math.max((last?.epoch ?? 0) + 1, Date.now());
  return { epoch, names, signature: await sign(key, signed.namesBytes(room, epoch, names)) };
}

export function listsMember(roster: SignedRoster, sid: string, key: string): boolean {
  return roster.members.some((member) => member.sid === sid && member.key === key);
}

/** Whether `self` was admitted after `peer`; the later one initiates and gives way. */
export function isLater(roster: SignedRoster, self: string, peer: string): boolean {
  const placeOf = (sid: string) => roster.members.findIndex((member) => member.sid === sid);
  return placeOf(self) > placeOf(peer);
}
