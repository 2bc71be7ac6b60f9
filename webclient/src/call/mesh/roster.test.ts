import { describe, expect, it } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey } from "../../crypto/ed25519.ts";
import type { Member, SignedRoster } from "../../net/protocol.ts";
import { isValid, listsMember, signRoster } from "./roster.ts";

const sid = () => toBase64url(random(8));

describe("a roster", () => {
  const member = async (role: "host" | "guest"): Promise<Member> => {
    return { sid: sid(), key: (await generateKey()).publicKey, role };
  };

  it("counts only as the host signed it", async () => {
    const [hostKey, room] = [await generateKey(), toBase64url(random(16))];
    const [host, guest] = [await member("host"), await member("guest")];
    const roster = await signRoster(hostKey, room, [host, guest], undefined);
    const valid = (changed: Partial<SignedRoster>, where = room) =>
      isValid({ ...roster, ...changed }, where, hostKey.publicKey);
    expect(await valid({})).toBe(true);
    expect(await valid({ epoch: roster.epoch + 1 })).toBe(false);
    expect(await valid({ members: [guest, host] })).toBe(false);
    expect(await valid({ members: [host] })).toBe(false);
    expect(await valid({}, toBase64url(random(16)))).toBe(false);
    expect(await isValid(roster, room, (await generateKey()).publicKey)).toBe(false);
    expect(listsMember(roster, guest.sid, guest.key)).toBe(true);
    expect(listsMember(roster, guest.sid, host.key)).toBe(false);
  });

  it("with two hosts, none, or somebody twice is refused although signed", async () => {
    const [hostKey, room] = [await generateKey(), toBase64url(random(16))];
    const [host, guest] = [await member("host"), await member("guest")];
    for (const members of [[host, await member("host")], [guest], [host, guest, guest]]) {
      const roster = await signRoster(hostKey, room, members, undefined);
      expect(await isValid(roster, room, hostKey.publicKey)).toBe(false);
    }
  });

  it("has a higher epoch than the last one, also when the clock went back", async () => {
    const hostKey = await generateKey();
    const last = { epoch: Date.now() + 1e9, members: [], signature: "" };
    const roster = await signRoster(hostKey, toBase64url(random(16)), [await member("host")], last);
    expect(roster.epoch).toBe(last.epoch + 1);
  });
});
