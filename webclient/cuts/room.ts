// A room on the server, made as the page makes it.
import { openRoomKeys } from "../src/call/roomkeys.ts";
import { sign } from "../src/crypto/ed25519.ts";
import type { HostLink } from "../src/crypto/link.ts";
import * as signed from "../src/crypto/signed.ts";
import { createOnServer } from "../src/net/create.ts";
import type { Line } from "./line.ts";
import { onPage } from "./page.ts";

export async function makeRoom(link: HostLink, url: string, line: Line): Promise<void> {
  const { room, host } = await openRoomKeys(link);
  if (host === undefined) throw new TypeError("a new room has a host key");
  const create = async (nonce: Uint8Array) => ({
    kind: "create" as const,
    room,
    hostKey: host.key.publicKey,
    seats: 4,
    lifetime: 3600,
    signature: await sign(host.key, signed.createBytes(nonce, room, 4, 3600)),
  });
  await onPage({ line, window: new EventTarget() }, () => createOnServer(url, create, () => {}));
}
