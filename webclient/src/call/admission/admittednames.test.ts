import { expect, it } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey, type SigningKey } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import type { SignedNames } from "../../net/protocol.ts";
import { Members, type MembersOptions } from "../mesh/members.ts";
import { signNames } from "../mesh/roster.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { CallState } from "../state.ts";
import { AdmittedNames } from "./admittednames.ts";
import { HostSeat } from "./hostseat.ts";

async function guest() {
  const { host, ...access } = await openRoomKeys(await newRoom("chat"));
  if (host === undefined) throw new Error("no host");
  const members = new Members(
    { keys: access, key: await generateKey(), pairs: {} } as unknown as MembersOptions,
    {} as never,
  );
  const state = new CallState();
  const told: string[] = [];
  const onNames = ({ names }: SignedNames) => told.push(...names.map(({ name }) => name));
  const names = new AdmittedNames({ keys: access, members, seat: new HostSeat(), state, onNames });
  const sid = toBase64url(random(8));
  const says = (name: string, key: SigningKey, last?: SignedNames) =>
    signNames(key, access.room, [{ sid, name }], last);
  return { members, names, state, told, says, key: host.key };
}

it("names people as the host has signed it last, and as nobody else says", async () => {
  const { members, names, state, told, says, key } = await guest();
  const first = await says("Anna", key);
  await names.takeNames(first);
  expect(told).toEqual([]); // the host has not proved its key
  members.hostKey = key.publicKey;
  const second = await says("Anna Berg", key, first);
  await names.takeNames(second);
  await names.takeNames(first);
  expect(told).toEqual(["Anna Berg"]);
  expect(state.problem.value).toBeUndefined();
  await names.takeNames(await says("Mallory", await generateKey(), second));
  expect(told).toEqual(["Anna Berg"]);
  expect(state.problem.value).toEqual({ code: "forged-command" });
});
