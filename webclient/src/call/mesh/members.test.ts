import { expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import type { Member, SignedRoster } from "../../net/protocol.ts";
import { openRoomKeys } from "../roomkeys.ts";
import { Members, type MembersOptions } from "./members.ts";
import { signRoster } from "./roster.ts";

it("asks no relay in a network or on a machine where the server of `einmal call` is not itself", async () => {
  const urls = [
    "turn:call.example",
    "turn:192.168.1.1:80?transport=tcp",
    "turn:127.0.0.1:22?transport=tcp",
  ];
  const asked = async (server: string | undefined, ...urls: string[]) => {
    const access = await openRoomKeys(await newRoom("chat"));
    const options = {
      keys: access,
      key: await generateKey(),
      server,
      tracks: () => ({}),
      relayOnly: () => false,
    };
    const members = new Members(options as unknown as MembersOptions, {} as never);
    const configure = vi.spyOn(members.mesh, "configure");
    for (const _ of ["first", "renewed"]) {
      members.setRelay({ kind: "relay", urls, username: "name", credential: "word", expires: 1 });
    }
    return configure.mock.calls[0]?.[0].iceServers.map(({ urls }) => urls);
  };
  expect(await asked("call.example", ...urls)).toEqual([urls.slice(0, 1)]);
  expect(await asked("192.168.1.5", ...urls)).toEqual([urls.slice(0, 2)]);
  expect(await asked("127.0.0.1", ...urls)).toEqual([urls]);
  expect(await asked(undefined, ...urls)).toEqual([urls]);
  expect(await asked("call.example", ...urls.slice(1))).toEqual([]);
});

it("follows no list that is older than the last, is signed by somebody else, or came before the host's key was proved", async () => {
  const { host, ...access } = await openRoomKeys(await newRoom("chat"));
  if (host === undefined) throw new Error("no host");
  const key = await generateKey();
  const options = {
    keys: { ...access, host },
    key,
    pairs: {},
    tracks: () => ({}),
    relayOnly: () => false,
  };
  const members = new Members(options as unknown as MembersOptions, {} as never);
  members.sid = toBase64url(random(8));
  const self: Member = { sid: members.sid, key: key.publicKey, role: "host" };
  const signs = (by: typeof key, last?: SignedRoster) => signRoster(by, access.room, [self], last);
  const [first, forged] = [await signs(host.key), await signs(await generateKey())];
  const second = await signs(host.key, first);
  expect(await members.takeRoster(second)).toBe("member");
  expect(await members.takeRoster(first)).toBe("nothing");
  expect(await members.takeRoster(forged)).toBe("forged");
  expect(members.roster?.epoch).toBe(second.epoch);

  const guest = new Members({ ...options, keys: access } as unknown as MembersOptions, {} as never);
  guest.sid = self.sid;
  expect(await guest.takeRoster(forged)).toBe("nothing");
  expect(guest.roster).toBeUndefined();
});
