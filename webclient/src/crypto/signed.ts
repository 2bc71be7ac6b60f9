// The byte strings that are signed (protocol, sections 3 and 4.1). Each starts with a label of its
// own, and all that follows has a fixed length or a count before it: a signature for one purpose
// can never pass for another.
import { type Bytes, concat, fromBase64url, uint8, uint16, uint32, uint64, utf8 } from "./bytes.ts";

/** A member as it stands in a roster. */
export interface SignedMember {
  readonly sid: string;
  readonly key: string;
  readonly role: "host" | "guest";
}

const roomBytes = (text: string): Bytes => fromBase64url(text, 16);
const sidBytes = (text: string): Bytes => fromBase64url(text, 8);
const keyBytes = (text: string): Bytes => fromBase64url(text, 32);
const appointmentBytes = (text: string | undefined): Bytes =>
  text === undefined ? new Uint8Array(0) : fromBase64url(text, 36);

/** By the host key. `lifetime` is in seconds; `appointment` is sealed (appointment.ts). */
export function createBytes(
  nonce: Uint8Array,
  room: string,
  seats: number,
  lifetime: number,
  appointment?: string,
): Bytes {
  return concat(
    utf8("einmal/1 create"),
    exactly(32, nonce),
    roomBytes(room),
    uint8(seats),
    uint32(lifetime),
    appointmentBytes(appointment),
  );
}

/** By the host key. `lifetime` is in seconds from now. */
export function moveBytes(
  nonce: Uint8Array,
  room: string,
  lifetime: number,
  appointment?: string,
): Bytes {
  return concat(
    utf8("einmal/1 move"),
    exactly(32, nonce),
    roomBytes(room),
    uint32(lifetime),
    appointmentBytes(appointment),
  );
}

/** By the key of a creator link. */
export function creatorBytes(nonce: Uint8Array, room: string, hostKey: string): Bytes {
  return concat(utf8("einmal/1 creator"), exactly(32, nonce), roomBytes(room), keyBytes(hostKey));
}

/** By the per-join key. Without a sid: a new join. */
export function joinBytes(nonce: Uint8Array, room: string, sid?: string): Bytes {
  const old = sid === undefined ? new Uint8Array(8) : sidBytes(sid);
  return concat(utf8("einmal/1 join"), exactly(32, nonce), roomBytes(room), old);
}

/** By the host key. */
export function joinHostBytes(nonce: Uint8Array, room: string, key: string): Bytes {
  return concat(utf8("einmal/1 join host"), exactly(32, nonce), roomBytes(room), keyBytes(key));
}

/** By the host key. */
export function rosterBytes(room: string, epoch: number, members: readonly SignedMember[]): Bytes {
  const list = members.map(({ sid, key, role }) =>
    concat(sidBytes(sid), keyBytes(key), uint8(role === "host" ? 1 : 0)),
  );
  return concat(
    utf8("einmal/1 roster"),
    roomBytes(room),
    uint64(epoch),
    uint8(members.length),
    ...list,
  );
}

/** By the host key: under which names these members were let in. */
export function namesBytes(
  room: string,
  epoch: number,
  list: readonly { sid: string; name: string }[],
): Bytes {
  const lines = list.map(({ sid, name }) => {
    const bytes = utf8(name);
    return concat(sidBytes(sid), uint16(bytes.length), bytes);
  });
  return concat(
    utf8("einmal/1 names"),
    roomBytes(room),
    uint64(epoch),
    uint8(list.length),
    ...lines,
  );
}

/** By the host key, about the knocker with this key and nobody else who gets its sid. */
export function denyBytes(room: string, sid: string, key: string): Bytes {
  return concat(utf8("einmal/1 deny"), roomBytes(room), sidBytes(sid), keyBytes(key));
}

/** By the host key. */
export function endBytes(room: string): Bytes {
  return concat(utf8("einmal/1 end"), roomBytes(room));
}

/** By the per-join key; `h` is the handshake hash. */
export function authBytes(h: Uint8Array): Bytes {
  return concat(utf8("einmal/1 pair"), exactly(32, h));
}

/** By the host key; `h` is the handshake hash. */
export function hostAuthBytes(h: Uint8Array): Bytes {
  return concat(utf8("einmal/1 host"), exactly(32, h));
}

function exactly(length: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`not ${length} bytes`);
  return bytes;
}
