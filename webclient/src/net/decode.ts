// The strict decoders of everything that comes in (protocol, section 1). They throw ProtocolError
// and nothing else.
import { fromBase64url } from "../crypto/bytes.ts";
import { isTurnUrl } from "./address.ts";
import { isName } from "./characters.ts";
import { isFileName } from "./filename.ts";
import {
  type ClientMessage,
  type KnownAllocation,
  type KnownRelay,
  type KnownSource,
  type Member,
  type NamedMember,
  type PairMessage,
  ProtocolError,
  type ServerMessage,
  type SignedRoster,
} from "./protocol.ts";
import { type Check, decoder, type Fields, list, object, optional, where } from "./schema.ts";

/** base64url of exactly this many bytes, or of `least` to `most`. */
const bytes = (least: number, most = least) =>
  where((value): value is string => {
    try {
      const { length } = fromBase64url(value as string);
      return length >= least && length <= most;
    } catch {
      return false;
    }
  });

/** At most this many characters, counted as Unicode code points: the same in every language. */
const text = (most: number) =>
  where(
    (value): value is string =>
      typeof value === "string" && (value.length <= most || [...value].length <= most),
  );

const integer = (least: number, most: number) =>
  where(
    (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

const boolean = where((value) => typeof value === "boolean");

function oneOf<const T extends string>(...words: readonly T[]) {
  return where((value): value is T => words.some((word) => word === value));
}

/** A browser refuses the whole list of ICE servers for one address that it cannot read. */
const turnUrl = where((value): value is string => typeof value === "string" && isTurnUrl(value));

const name = where((value): value is string => typeof value === "string" && isName(value));
const fileName = where((value): value is string => typeof value === "string" && isFileName(value));
/** What a browser holds without asking anybody. */
export const largestFile = 100 * 2 ** 20;
const fileId = integer(1, 2 ** 32 - 1);

const room = bytes(16);
const sid = bytes(8);
const key = bytes(32);
const signature = bytes(64);
const nonce = bytes(32);
const seats = integer(2, 6);
const time = integer(0, Number.MAX_SAFE_INTEGER);
const epoch = integer(0, Number.MAX_SAFE_INTEGER);
/** What a whole message may have at most; for texts that the protocol sets no narrower limit to. */
const any = text(67_584);

const listed = list(object<Member>({ sid, key, role: oneOf("host", "guest") }), 1, 6);
const roster: Fields<SignedRoster> = {
  epoch,
  // One host, and nobody twice.
  members: (value, place) => {
    const members = listed(value, place);
    const hosts = members.filter(({ role }) => role === "host").length;
    const isSound = hosts === 1 && new Set(members.map(({ sid }) => sid)).size === members.length;
    if (!isSound) throw new ProtocolError("bad-message", place);
    return members;
  },
  signature,
};
/** Nobody twice. */
const named: Check<readonly NamedMember[]> = (value, place) => {
  const names = list(object<NamedMember>({ sid, name }), 1, 6)(value, place);
  if (new Set(names.map(({ sid }) => sid)).size !== names.length)
    throw new ProtocolError("bad-message", place);
  return names;
};
const signedRoster = object<SignedRoster>(roster);
const deny = { sid, signature };
const end = { signature };

const role = oneOf("host", "guest", "knocker");
const word = text(100);
const count = integer(0, Number.MAX_SAFE_INTEGER);
const allocation = object<KnownAllocation>({
  transport: oneOf("udp", "tcp", "tls"),
  address: word,
  relayed: word,
  until: time,
  permitted: boolean,
  channels: count,
  sent: time,
});
const knows = {
  address: word,
  source: object<KnownSource>({
    sockets: count,
    attempts: count,
    since: time,
    creates: count,
    knocks: count,
  }),
  created: boolean,
  sid,
  key,
  role,
  handle: word,
  seats,
  expires: time,
  hostKey: key,
  used: optional(boolean),
  removal: optional(epoch),
  connected: optional(boolean),
  members: optional(count),
  waiting: optional(count),
  relay: optional(
    object<KnownRelay>({ renew: optional(time), allocations: optional(list(allocation, 1, 256)) }),
  ),
};

export const decodeClient = decoder<ClientMessage>({
  create: {
    room,
    hostKey: key,
    seats,
    lifetime: integer(1, 2_592_000),
    signature,
    proof: optional(bytes(32)),
    creator: optional(key),
    creatorSignature: optional(signature),
  },
  join: {
    room,
    key,
    signature,
    hostSignature: optional(signature),
    sid: optional(sid),
    roster: optional(signedRoster),
  },
  roster,
  deny,
  end,
  connected: {},
  leave: {},
  knows: {},
  ping: {},
});

export const decodeServer = decoder<ServerMessage>({
  challenge: { nonce, work: optional(integer(1, 24)) },
  created: { expires: time },
  welcome: {
    sid,
    role,
    seats,
    host: optional(sid),
    away: optional(boolean),
    roster: optional(signedRoster),
    knockers: optional(list(sid, 1, 8)),
  },
  host: { host: optional(sid), away: optional(boolean) },
  knock: { sid },
  roster,
  deny,
  end,
  left: { sid },
  incident: { until: optional(time), reason: optional(text(200)) },
  relay: { urls: list(turnUrl, 1, 16), username: any, credential: any, expires: time },
  knows,
  pong: {},
  error: { code: any, message: any, sid: optional(sid) },
});

export function decodePair(text: string): PairMessage {
  const message = pairMessage(text);
  // A host's key proves nothing without its signature.
  if (
    message.kind === "auth" &&
    (message.hostKey === undefined) !== (message.hostSignature === undefined)
  ) {
    throw new ProtocolError("bad-message", "auth");
  }
  return message;
}

const pairMessage = decoder<PairMessage>({
  auth: { key, signature, hostKey: optional(key), hostSignature: optional(signature) },
  hello: { name, ticket: optional(bytes(1, 1024)), topic: optional(text(200)) },
  ticket: { ticket: bytes(1, 1024) },
  note: { text: text(1000) },
  full: {},
  locked: {},
  description: { type: oneOf("offer", "answer"), sdp: any },
  candidate: { candidate: any, mid: any },
  chat: { text: text(4000) },
  state: { microphone: boolean, camera: boolean },
  bye: {},
  roster,
  end,
  commit: { attempt: bytes(8), commitment: bytes(32) },
  reveal: { nonce },
  names: { epoch, names: named, signature },
  build: { client: oneOf("browser", "native"), build: optional(text(100)) },
  file: { id: fileId, name: fileName, size: integer(1, largestFile), hash: bytes(32) },
  accept: { id: fileId },
  decline: { id: fileId },
  withdraw: { id: fileId },
  received: { id: fileId },
});
