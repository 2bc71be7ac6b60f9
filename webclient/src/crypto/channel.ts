// The sealed channel of two peers through the server (protocol, section 4): one attempt, seen from
// one side. Bodies of frames go in and come out. Who tries when, and which attempt is the current
// one, is the pair's business.
import { type Bytes, concat, fromBase64url, random, toBase64url, uint8, utf8 } from "./bytes.ts";
import type { KeyShare } from "./curves/curve25519.ts";
import { initiate, NoiseError, respond, type Transport } from "./noise.ts";
import { inOrder } from "./order.ts";
import { pad, unpad } from "./padding.ts";

/**
 * "stale": of another attempt, to be dropped. "attack": of this attempt, and forged, changed,
 * replayed or out of order; the channel is dead from then on. "bad-message": authentic, and yet not
 * what the protocol says; dead as well. "too-long": the text does not fit into a message; nothing
 * was sent and the channel is as before.
 */
export type ChannelProblem = "stale" | "attack" | "bad-message" | "too-long";

export class ChannelError extends Error {
  readonly code: ChannelProblem;

  constructor(code: ChannelProblem) {
    super(`sealed channel: ${code}`);
    this.name = "ChannelError";
    this.code = code;
  }
}

/** Whose channel it is. `self` and `peer` are sids. */
export interface ChannelIds {
  readonly psk: Bytes;
  readonly room: string;
  readonly self: string;
  readonly peer: string;
}

/** For test vectors only. */
export interface Fixed {
  readonly attempt?: string;
  readonly ephemeral?: KeyShare;
}

/**
 * What a body says of itself before it is opened; undefined if it names no attempt, and then it is
 * to be dropped.
 */
export function readHeader(body: Uint8Array): { type: number; attempt: string } | undefined {
  const type = body[0];
  if (type === undefined || body.length < HEADER) return undefined;
  return { type, attempt: toBase64url(body.subarray(1, HEADER)) };
}

export const MESSAGE_1 = 1;
export const MESSAGE_2 = 2;
export const TRANSPORT = 3;

const HEADER = 9;
const version = Uint8Array.of(1);

interface Started {
  readonly channel: SealedChannel;
  /** To be sent to the peer. */
  readonly body: Bytes;
}

export class SealedChannel {
  /** 8 bytes. */
  readonly attempt: string;
  #transport: Transport | undefined;
  #finish: ((message2: Bytes) => Promise<Transport>) | undefined;
  #dead: ChannelError | undefined;
  readonly #receiveInOrder = inOrder();

  private constructor(attempt: string) {
    this.attempt = attempt;
  }

  /** Starts an attempt. The channel is ready once it has received the answer. */
  static async initiate(ends: ChannelIds, fixed: Fixed = {}): Promise<Started> {
    const channel = new SealedChannel(fixed.attempt ?? toBase64url(random(8)));
    const prologue = makePrologue(ends.room, ends.self, ends.peer, channel.attempt);
    const initiation = await initiate({ psk: ends.psk, prologue, ...ephemeral(fixed) }, version);
    channel.#finish = async (message2) => {
      const { payload, transport } = await initiation.finish(message2);
      checkVersion(payload);
      return transport;
    };
    return { channel, body: channel.#makeBody(MESSAGE_1, initiation.message1) };
  }

  /**
   * Answers a message 1; the channel is ready at once. `seen` belongs to the pair and holds the
   * attempts answered so far. Throws ChannelError: "attack" for an attempt seen before; "stale" for
   * what does not decrypt, which is no more than noise as long as it replaces nothing.
   */
  static async respond(
    ends: ChannelIds,
    body: Uint8Array,
    seen: Set<string>,
    fixed: Fixed = {},
  ): Promise<Started> {
    const header = readHeader(body);
    if (header?.type !== MESSAGE_1) throw new ChannelError("stale");
    if (seen.has(header.attempt)) throw new ChannelError("attack");
    const channel = new SealedChannel(header.attempt);
    const prologue = makePrologue(ends.room, ends.peer, ends.self, channel.attempt);
    const handshake = { psk: ends.psk, prologue, ...ephemeral(fixed) };
    const response = await respond(handshake, body.slice(HEADER)).catch((error) => {
      throw error instanceof NoiseError ? new ChannelError("stale") : error;
    });
    // Asked again, because a copy may have been answered during the wait; noted only now, so that
    // noise cannot fill the set.
    if (seen.has(header.attempt)) throw new ChannelError("attack");
    seen.add(header.attempt);
    checkVersion(response.payload);
    const { message2, transport } = await response.finish(version);
    channel.#transport = transport;
    return { channel, body: channel.#makeBody(MESSAGE_2, message2) };
  }

  get isReady(): boolean {
    return this.#transport !== undefined;
  }

  /** The handshake hash, 32 bytes. Only once ready. */
  get handshakeHash(): Bytes {
    return this.#requireTransport().h;
  }

  /**
   * The body that carries this text (JSON), padded. Only once ready. Bodies come out in the order
   * of the calls.
   */
  async seal(text: string): Promise<Bytes> {
    if (this.#dead) throw this.#dead;
    const plaintext = pad(utf8(text));
    if (plaintext === undefined) throw new ChannelError("too-long");
    return this.#makeBody(TRANSPORT, await this.#requireTransport().encrypt(plaintext));
  }

  /**
   * Takes a body in: the text in it, or undefined for the message 2 that makes an initiated channel
   * ready. Throws ChannelError.
   */
  receive(body: Uint8Array): Promise<string | undefined> {
    return this.#receiveInOrder(async () => {
      const header = readHeader(body);
      if (header?.attempt !== this.attempt) throw new ChannelError("stale");
      if (this.#dead) throw this.#dead;
      try {
        return await this.#openBody(header.type, body.slice(HEADER));
      } catch (error) {
        if (!(error instanceof NoiseError || error instanceof ChannelError)) throw error;
        this.#dead = error instanceof NoiseError ? new ChannelError("attack") : error;
        throw this.#dead;
      }
    });
  }

  async #openBody(type: number, message: Bytes): Promise<string | undefined> {
    if (this.#transport !== undefined && type === TRANSPORT) {
      const text = unpad(await this.#transport.decrypt(message));
      if (text === undefined) throw new ChannelError("bad-message");
      return text;
    }
    if (this.#finish === undefined || type !== MESSAGE_2) throw new ChannelError("attack");
    this.#transport = await this.#finish(message);
    this.#finish = undefined;
    return undefined;
  }

  #requireTransport(): Transport {
    if (this.#transport === undefined) throw new Error("the sealed channel is not ready");
    return this.#transport;
  }

  #makeBody(type: number, message: Bytes): Bytes {
    return concat(uint8(type), fromBase64url(this.attempt, 8), message);
  }
}

function makePrologue(room: string, initiator: string, responder: string, attempt: string): Bytes {
  const sids = [fromBase64url(initiator, 8), fromBase64url(responder, 8)];
  return concat(utf8("einmal/1"), fromBase64url(room, 16), ...sids, fromBase64url(attempt, 8));
}

function ephemeral({ ephemeral }: Fixed): { ephemeral?: KeyShare } {
  return ephemeral === undefined ? {} : { ephemeral };
}

function checkVersion(payload: Bytes): void {
  if (payload.length !== 1 || payload[0] !== version[0]) throw new ChannelError("bad-message");
}
