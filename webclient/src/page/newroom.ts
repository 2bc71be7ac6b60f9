// Creates a room: its keys here, its entry on the server.
import { openRoomKeys } from "../call/roomkeys.ts";
import { keyFromSeed, sign } from "../crypto/ed25519.ts";
import { formatLink, guestLink, type HostLink, newRoom, parseCreator } from "../crypto/link.ts";
import * as signed from "../crypto/signed.ts";
import { createOnServer } from "../net/create.ts";
import type { CreateMessage } from "../net/protocol.ts";
import type { CreatedRoom } from "./remembered.ts";
import { serverOrigin, signalUrl } from "./serverorigin.ts";
import type { CreateRoomOptions } from "./services.ts";

/** Seconds that a room waits for its call. */
const lifetime = 7 * 24 * 60 * 60;

export async function createRoom(
  options: CreateRoomOptions,
  /** The creator link's fragment; empty if there is none. */
  creatorFragment: string,
  working: () => void,
): Promise<{ link: HostLink; room: CreatedRoom }> {
  const link = await newRoom(options.kind);
  const { room, host } = await openRoomKeys(link);
  if (host === undefined) throw new TypeError("a new room has a host key");
  const { seats } = options;
  const create = async (nonce: Uint8Array): Promise<CreateMessage> => {
    const hostKey = host.key.publicKey;
    const signature = await sign(host.key, signed.createBytes(nonce, room, seats, lifetime));
    return {
      kind: "create",
      room,
      hostKey,
      seats,
      lifetime,
      signature,
      ...(await asCreator(creatorFragment, nonce, room, hostKey)),
    };
  };
  const expires = await createOnServer(signalUrl(), create, working);
  return { link, room: await withLinks(link, { ...options, expires }) };
}

async function asCreator(
  fragment: string,
  nonce: Uint8Array,
  room: string,
  hostKey: CreateMessage["hostKey"],
) {
  if (fragment === "") return {};
  const key = await keyFromSeed(parseCreator(fragment));
  return {
    creator: key.publicKey,
    creatorSignature: await sign(key, signed.creatorBytes(nonce, room, hostKey)),
  };
}

/** What the "room ready" screen shows, after creating and after a reload of it. */
export async function withLinks(
  link: HostLink,
  room: CreateRoomOptions & { readonly expires: Date },
): Promise<CreatedRoom> {
  const guest = await guestLink(link);
  return {
    ...room,
    guestLink: formatLink(serverOrigin().origin, guest),
    hostLink: formatLink(serverOrigin().origin, link),
  };
}
