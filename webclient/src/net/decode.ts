// The strict decoders of everything that comes in (protocol, section 1). They throw ProtocolError
// and nothing else.
import { fromBase64url } from "../crypto/bytes.ts";
import { isTurnUrl } from "./address.ts";
import { isName } from "./characters.ts";
import { isFileName } from "./filename.ts";
import { type HistoryLine, hostingSteps, reactions } from "./participation.ts";
import {
  type ClientMessage,
  type Member,
  type NamedMember,
  type PairMessage,
  ProtocolError,
  type ServerMessage,
  type SignedRoster,
  wantHeights,
} from "./protocol.ts";
import type { KnownAllocation, KnownRelay, KnownSource } from "./report.ts";
import {
  type Check,
  decoder,
  type Fields,
  listOf,
  object,
  optional,
  satisfying,
} from "./schema.ts";
import { pointerScale } from "./sharing.ts";

/** base64url of exactly this many bytes, or of `least` to `most`. */
export const base64url = (least: number, most = least) =>
  satisfying((value): value is string => {
    try {
      const { length } = fromBase64url(value as string);
      return length >= least && length <= most;
    } catch {
      return false;
    }
  });

/** At most this many characters, counted as Unicode code points: the same in every language. */
const textUpTo = (most: number) =>
  satisfying(
    (value): value is string =>
      typeof value === "string" && (value.length <= most || [...value].length <= most),
  );

export const integer = (least: number, most: number) =>
  satisfying(
    (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

const boolean = satisfying((value) => typeof value === "boolean");

function oneOf<const T extends string | number>(...words: readonly T[]) {
  return satisfying((value): value is T => words.some((word) => word === value));
}

/** A browser refuses the whole list of ICE servers for one address that it cannot read. */
const turnUrl = satisfying(
  (value): value is string => typeof value === "string" && isTurnUrl(value),
);

const name = satisfying((value): value is string => typeof value === "string" && isName(value));
const fileName = satisfying(
  (value): value is string => typeof value === "string" && isFileName(value),
);
export const largestFile = 2 ** 31;
const fileId = integer(1, 2 ** 32 - 1);

const room = base64url(16);
const sid = base64url(8);
const key = base64url(32);
const signature = base64url(64);
const nonce = base64url(32);
const appointment = base64url(36);
const lifetime = integer(1, 2 ** 32 - 1);
const seats = integer(2, 6);
const time = integer(0, Number.MAX_SAFE_INTEGER);
const epoch = integer(0, Number.MAX_SAFE_INTEGER);
/** What a whole message may have at most; for texts that the protocol sets no narrower limit to. */
const any = textUpTo(67_584);

const listed = listOf(object<Member>({ sid, key, role: oneOf("host", "guest") }), 1, 6);
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
const distinctNames: Check<readonly NamedMember[]> = (value, place) => {
  const names = listOf(object<NamedMember>({ sid, name }), 1, 6)(value, place);
  if (new Set(names.map(({ sid }) => sid)).size !== names.length)
    throw new ProtocolError("bad-message", place);
  return names;
};
const signedRoster = object<SignedRoster>(roster);
const deny = { sid, signature };
const end = { signature };

const role = oneOf("host", "guest", "knocker");
const word = textUpTo(100);
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
    pieces: optional(count),
  }),
  created: boolean,
  sid,
  key,
  role,
  handle: word,
  seats,
  expires: time,
  appointment: optional(boolean),
  box: optional(count),
  hostKey: key,
  used: optional(boolean),
  removal: optional(epoch),
  connected: optional(boolean),
  members: optional(count),
  waiting: optional(count),
  relay: optional(
    object<KnownRelay>({
      renew: optional(time),
      allocations: optional(listOf(allocation, 1, 256)),
    }),
  ),
};

export const decodeClient = decoder<ClientMessage>({
  create: {
    room,
    hostKey: key,
    seats,
    lifetime,
    appointment: optional(appointment),
    signature,
    proof: optional(base64url(32)),
    creator: optional(key),
    creatorSignature: optional(signature),
  },
  move: { room, lifetime, appointment: optional(appointment), signature },
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
  leave: { keep: optional(boolean) },
  knows: {},
  ping: {},
});

export const decodeServer = decoder<ServerMessage>({
  challenge: { nonce, work: optional(integer(1, 24)) },
  created: { expires: time },
  moved: { expires: time, appointment: optional(appointment) },
  welcome: {
    sid,
    role,
    seats,
    host: optional(sid),
    away: optional(boolean),
    roster: optional(signedRoster),
    knockers: optional(listOf(sid, 1, 8)),
    appointment: optional(appointment),
    box: optional(boolean),
  },
  host: { host: optional(sid), away: optional(boolean), box: optional(boolean) },
  knock: { sid },
  roster,
  deny,
  end,
  left: { sid },
  incident: { until: optional(time), reason: optional(textUpTo(200)) },
  relay: { urls: listOf(turnUrl, 1, 16), username: any, credential: any, expires: time },
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

/** So that hands can be counted on, whatever somebody says. */
export const highestHand = 1_000_000;
/** How many lines a history has, and how many characters they have together. */
export const mostHistory = { lines: 200, characters: 49_152 } as const;

const lineId = base64url(8);
const chatText = textUpTo(4000);
const historyLine = object<HistoryLine>({
  name,
  text: chatText,
  at: time,
  id: optional(lineId),
  reply: optional(lineId),
});
const history: Check<readonly HistoryLine[]> = (value, place) => {
  const lines = listOf(historyLine, 1, mostHistory.lines)(value, place);
  const characters = lines.reduce((sum, { text }) => sum + [...text].length, 0);
  if (characters > mostHistory.characters) throw new ProtocolError("bad-message", place);
  return lines;
};

const pairMessage = decoder<PairMessage>({
  auth: { key, signature, hostKey: optional(key), hostSignature: optional(signature) },
  hello: {
    name,
    ticket: optional(base64url(1, 1024)),
    topic: optional(textUpTo(200)),
    recorder: optional(sid),
    phone: optional(boolean),
  },
  ticket: { ticket: base64url(1, 1024) },
  note: { text: textUpTo(1000) },
  full: {},
  locked: {},
  description: { type: oneOf("offer", "answer"), sdp: any },
  candidate: { candidate: any, mid: any },
  restart: {},
  chat: { text: chatText, id: optional(lineId), reply: optional(lineId) },
  state: {
    microphone: boolean,
    camera: boolean,
    paused: optional(oneOf("line", "cpu")),
    share: optional(oneOf("text", "video")),
    pointing: optional(boolean),
    hand: optional(integer(1, highestHand)),
  },
  bye: {},
  roster,
  end,
  commit: { attempt: base64url(8), commitment: base64url(32) },
  reveal: { nonce },
  names: { epoch, names: distinctNames, signature },
  build: { client: oneOf("browser", "native", "phone"), build: optional(textUpTo(100)) },
  want: {
    line: oneOf("camera", "share"),
    height: oneOf(...wantHeights),
    rank: oneOf(0, 1, 2),
    limit: optional(integer(1, 1_000_000)),
  },
  pointer: { presenter: sid, x: integer(0, pointerScale), y: integer(0, pointerScale) },
  file: { id: fileId, name: fileName, size: integer(1, largestFile), hash: base64url(32) },
  accept: { id: fileId, at: optional(integer(1, largestFile - 1)) },
  written: { id: fileId, bytes: integer(1, largestFile - 1) },
  decline: { id: fileId, reason: optional(oneOf("no-room")) },
  withdraw: { id: fileId },
  received: { id: fileId },
  reaction: { reaction: oneOf(...reactions) },
  ask: { wish: oneOf("unmute", "camera", "mute", "lower-hand") },
  caption: { text: textUpTo(200), partial: optional(boolean) },
  hosting: { step: oneOf(...hostingSteps) },
  "host-key": { seed: base64url(32), locked: optional(boolean) },
  recall: {},
  history: { lines: history },
});
