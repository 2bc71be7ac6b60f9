// Creates a room, moves it, ends it: its keys here, its entry on the server. It is loaded when it is
// needed (hostrooms.ts).
import { openRoomKeys, type RoomKeys } from "../call/roomkeys.ts";
import { makeJoin } from "../call/session/join.ts";
import { sealAppointment } from "../crypto/appointment.ts";
import { generateKey, keyFromSeed, sign } from "../crypto/ed25519.ts";
import { type HostLink, newRoom, parseCreator } from "../crypto/link.ts";
import * as signed from "../crypto/signed.ts";
import { createOnServer } from "../net/create.ts";
import { endOnServer } from "../net/end.ts";
import { moveOnServer } from "../net/move.ts";
import type { CreateMessage, MoveMessage } from "../net/protocol.ts";
import type { About } from "./about.ts";
import type { CreatedRoom } from "./remembered.ts";
import { lifetimeFor, withLinks } from "./roomlinks.ts";
import { signalUrl } from "./serverorigin.ts";
import type { CreateRoomOptions } from "./services.ts";

async function hostKeys(link: HostLink): Promise<RoomKeys & Required<Pick<RoomKeys, "host">>> {
  const { host, ...keys } = await openRoomKeys(link);
  if (host === undefined) throw new TypeError("a host link has a host key");
  return { ...keys, host };
}

export async function createRoom(
  options: CreateRoomOptions,
  /** The creator link's fragment; empty if there is none. */
  creatorFragment: string,
  about: About | undefined,
  working: () => void,
): Promise<{ link: HostLink; room: CreatedRoom }> {
  const link = await newRoom(options.kind);
  const { room, host, appointment: key } = await hostKeys(link);
  const { seats, when } = options;
  const lifetime = lifetimeFor(when, about);
  const appointment = when && (await sealAppointment(key, room, when));
  const create = async (nonce: Uint8Array): Promise<CreateMessage> => {
    const hostKey = host.key.publicKey;
    const bytes = signed.createBytes(nonce, room, seats, lifetime, appointment);
    return {
      kind: "create",
      room,
      hostKey,
      seats,
      lifetime,
      ...(appointment !== undefined && { appointment }),
      signature: await sign(host.key, bytes),
      ...(await asCreator(creatorFragment, nonce, room, hostKey)),
    };
  };
  const expires = await createOnServer(signalUrl(), create, working);
  return { link, room: await withLinks(link, { ...options, expires }) };
}

/** Gives a room another date, or none; the new expiry. */
export async function moveRoom(
  link: HostLink,
  when: Date | undefined,
  about: About | undefined,
): Promise<Date> {
  const { room, host, appointment: key } = await hostKeys(link);
  const appointment = when && (await sealAppointment(key, room, when));
  const move = async (nonce: Uint8Array): Promise<MoveMessage> => {
    const lifetime = lifetimeFor(when, about);
    const bytes = signed.moveBytes(nonce, room, lifetime, appointment);
    const signature = await sign(host.key, bytes);
    const sealed = appointment !== undefined && { appointment };
    return { kind: "move", room, lifetime, ...sealed, signature };
  };
  return await moveOnServer(signalUrl(), move);
}

/** Ends a room for everybody; resolves once it is erased. */
export async function endRoom(link: HostLink): Promise<void> {
  const keys = await hostKeys(link);
  const signature = await sign(keys.host.key, signed.endBytes(keys.room));
  const join = async (nonce: Uint8Array) =>
    makeJoin(keys, await generateKey(), nonce, { sid: "", roster: undefined });
  await endOnServer(signalUrl(), join, { kind: "end", signature });
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
