// People in a call, and the channels between each two: in order, slow, and lost with what is on its
// way when somebody says so. Time is that of vitest's timers.
import type { Bytes } from "../../../crypto/bytes.ts";
import { toBase64url } from "../../../crypto/bytes.ts";
import type { Random } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part, PartContext } from "../part.ts";

interface Channel {
  /** Counts the connections: what was sent on another one is lost. */
  life: number;
  isOpen: boolean;
  /** When the last that was sent arrives. */
  due: number;
}

export interface Somebody<Made extends Part> {
  readonly sid: string;
  readonly part: Made;
}

export class SlowRoom<Made extends Part> {
  readonly people: Somebody<Made>[] = [];
  /** Who was cut off by whom, and for what. */
  readonly refused: string[] = [];
  /** Bytes that were sent, in all. */
  sent = 0;
  readonly #random: Random;
  readonly #make: (context: PartContext) => Made;
  readonly #channels = new Map<string, Channel>();
  readonly #slowestMs: number;

  constructor(random: Random, make: (context: PartContext) => Made, slowestMs = 200) {
    this.#random = random;
    this.#make = make;
    this.#slowestMs = slowestMs;
  }

  /** Has a channel to each at once. */
  join(): Somebody<Made> {
    const sid = toBase64url(this.#random.randomBytes(8));
    const others = () => this.people.map((one) => one.sid).filter((other) => other !== sid);
    const context: PartContext = {
      sid,
      name: () => sid,
      nameOf: (other) => other,
      members: others,
      roster: () => undefined,
      isHost: () => false,
      isHostSelf: () => false,
      send: (to, kind, payload) => this.#send(sid, to, kind, payload),
      broadcast: (kind, payload) => {
        for (const to of others()) this.#send(sid, to, kind, payload);
      },
    };
    const somebody = { sid, part: this.#make(context) };
    this.people.push(somebody);
    for (const other of others()) this.reconnect(sid, other);
    return somebody;
  }

  leave({ sid, part }: Somebody<Made>): void {
    this.people.splice(
      this.people.findIndex((one) => one.sid === sid),
      1,
    );
    part.stop(true);
    for (const other of this.people) {
      this.disconnect(sid, other.sid);
      other.part.peerGone(sid);
    }
  }

  /** What is on its way is lost, and nothing is taken until they are connected again. */
  disconnect(a: string, b: string): void {
    for (const channel of [this.#channel(a, b), this.#channel(b, a)]) {
      channel.life++;
      channel.isOpen = false;
    }
  }

  reconnect(a: string, b: string): void {
    this.disconnect(a, b);
    for (const channel of [this.#channel(a, b), this.#channel(b, a)]) channel.isOpen = true;
    this.#partOf(a)?.peerReady(b);
    this.#partOf(b)?.peerReady(a);
  }

  #channel(from: string, to: string): Channel {
    const key = `${from} ${to}`;
    const channel = this.#channels.get(key) ?? { life: 0, isOpen: false, due: 0 };
    this.#channels.set(key, channel);
    return channel;
  }

  #partOf(sid: string): Made | undefined {
    return this.people.find((one) => one.sid === sid)?.part;
  }

  #send(from: string, to: string, kind: number, payload: Bytes): boolean {
    const channel = this.#channel(from, to);
    const { life } = channel;
    if (!channel.isOpen) return false;
    this.sent += payload.length + 1;
    const now = performance.now();
    channel.due = Math.max(channel.due, now + this.#random.integerBelow(this.#slowestMs));
    setTimeout(() => {
      if (channel.life === life) this.#deliver(from, to, kind, payload);
    }, channel.due - now);
    return true;
  }

  #deliver(from: string, to: string, kind: number, payload: Bytes): void {
    try {
      this.#partOf(to)?.receive(from, kind, payload.slice());
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refused.push(`${from} by ${to}: ${error.message}`);
    }
  }
}
