// A call of parts alone: everybody is connected to everybody, each direction keeps its order, and
// what is under way comes in a made-up order.
import { setTimeout } from "node:timers/promises";
import { type Bytes, toBase64url, utf8 } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part, PartContext } from "../part.ts";

export const sidOf = (name: string) => toBase64url(utf8(name.padEnd(8, "-")));
const nameOf = (sid: string) => atob(sid.replaceAll("_", "/")).replace(/-+$/, "");

export class PartRoom<P extends Part> {
  readonly parts = new Map<string, P>();
  readonly random: Random;
  /** Whoever broke a rule, as the others see it. */
  readonly refused = new Set<string>();
  /** What does not arrive. */
  lost: (from: string, to: string, kind: number) => boolean = () => false;
  /** Something goes on that no message shows: it is waited for. */
  isBusy: () => boolean = () => false;
  host: string | undefined;
  readonly #make: (context: PartContext) => P;
  readonly #lines = new Map<string, (readonly [kind: number, payload: Bytes])[]>();

  /** The first is the host. */
  constructor(seed: number, make: (context: PartContext) => P, names: readonly string[]) {
    this.random = new Random(seed);
    this.#make = make;
    this.host = names[0];
    for (const name of names) this.join(name);
  }

  join(name: string): P {
    const others = () => [...this.parts.keys()].filter((one) => one !== name);
    const part = this.#make(this.#contextOf(name, others));
    this.parts.set(name, part);
    for (const one of others()) {
      this.of(one).peerReady(sidOf(name));
      part.peerReady(sidOf(one));
    }
    return part;
  }

  #contextOf(name: string, others: () => string[]): PartContext {
    const send = (sid: string, kind: number, payload: Bytes) => {
      const to = nameOf(sid);
      if (!this.parts.has(to)) return false;
      if (!this.lost(name, to, kind)) this.say(name, to, kind, payload);
      return true;
    };
    return {
      ...{ sid: sidOf(name), name: () => name, nameOf, send },
      members: () => others().map(sidOf),
      roster: () => ({
        ...{ epoch: 1, signature: "" },
        members: [...this.parts.keys()].map((one) => ({ sid: sidOf(one), key: "", role: "guest" })),
      }),
      isHost: (sid) => nameOf(sid) === this.host,
      isHostSelf: () => name === this.host,
      broadcast: (kind, payload) => {
        for (const one of others()) send(sidOf(one), kind, payload);
      },
    };
  }

  leave(name: string): void {
    this.parts.delete(name);
    for (const key of this.#lines.keys())
      if (key.split(" ").includes(name)) this.#lines.delete(key);
    for (const part of this.parts.values()) part.peerGone(sidOf(name));
  }

  say(from: string, to: string, kind: number, payload: Bytes | object): void {
    const bytes = payload instanceof Uint8Array ? payload : utf8(JSON.stringify(payload));
    const key = `${from} ${to}`;
    this.#lines.set(key, [...(this.#lines.get(key) ?? []), [kind, bytes as Bytes]]);
  }

  of(name: string): P {
    const part = this.parts.get(name);
    if (part === undefined) throw new Error(`no ${name}`);
    return part;
  }

  /** Delivers all that is under way, and what follows from it. */
  async settle(): Promise<void> {
    for (let idle = 0; idle < (this.isBusy() ? 20 : 1); ) {
      const waiting = [...this.#lines].filter(([, line]) => line.length > 0);
      if (waiting.length > 0) idle = 0;
      else {
        idle++;
        await setTimeout(5);
        continue;
      }
      const [key, line] = this.random.pickFrom(waiting);
      const [from = "", to = ""] = key.split(" ");
      const [kind, payload] = line.shift() ?? [0, utf8("")];
      this.#deliver(from, to, kind, payload);
    }
  }

  #deliver(from: string, to: string, kind: number, payload: Bytes): void {
    try {
      this.parts.get(to)?.receive(sidOf(from), kind, payload);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.refused.add(from);
    }
  }
}
