import { expect, it } from "vitest";
import { random } from "../../crypto/bytes.ts";
import { generateKey, verify } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import * as signed from "../../crypto/signed.ts";
import { signRoster } from "../mesh/roster.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { newSid } from "../testing/parts.ts";
import { makeJoin } from "./join.ts";

it("a join is signed for this challenge, by the host with its key as well, and resumes with an old sid", async () => {
  const { host, ...keys } = await openRoomKeys(await newRoom("chat"));
  if (host === undefined) throw new Error("no host");
  const [key, nonce, sid] = [await generateKey(), random(32), newSid()];
  const roster = await signRoster(host.key, keys.room, [], undefined);

  const first = await makeJoin(keys, key, nonce, { sid: "", roster });
  expect(first).toMatchObject({ kind: "join", room: keys.room, key: key.publicKey });
  expect([first.sid, first.roster, first.hostSignature]).toEqual([undefined, undefined, undefined]);
  const words = signed.joinBytes(nonce, keys.room);
  expect(await verify(key.publicKey, words, first.signature)).toBe(true);
  expect(
    await verify(key.publicKey, signed.joinBytes(random(32), keys.room), first.signature),
  ).toBe(false);

  const again = await makeJoin({ ...keys, host }, key, nonce, { sid, roster });
  expect([again.sid, again.roster]).toEqual([sid, roster]);
  const asHost = signed.joinHostBytes(nonce, keys.room, key.publicKey);
  expect(await verify(host.key.publicKey, asHost, again.hostSignature ?? "")).toBe(true);
  const resumed = signed.joinBytes(nonce, keys.room, sid);
  expect(await verify(key.publicKey, resumed, again.signature)).toBe(true);
});
