// Two ends of a sealed path, and the server between them.
import { random, toBase64url } from "../../crypto/bytes.ts";
import { agreement } from "../../crypto/curves/choice.ts";
import { generateKey, type SigningKey } from "../../crypto/ed25519.ts";
import type { PairMessage } from "../../net/protocol.ts";
import { SealedPath } from "../sealed.ts";

export const hello = (name: string): PairMessage => ({ kind: "hello", name });

export interface Side {
  path: SealedPath;
  key: SigningKey;
  got: PairMessage[];
  opened: number;
  attacks: string[];
  /** Bodies that this side has sent, in order. */
  sent: Uint8Array[];
}

/** Two sides and the server between them, which passes on what `pass` lets through. */
export async function makePaths(
  options: { pass?: (from: "a" | "b", body: Uint8Array) => Uint8Array[]; otherPsk?: boolean } = {},
) {
  await agreement(); // a page has tried it before anything else
  const psk = random(32);
  const room = toBase64url(random(16));
  const sids = { a: toBase64url(random(8)), b: toBase64url(random(8)) };
  const keys = { a: await generateKey(), b: await generateKey() };
  const pass = options.pass ?? ((_, body) => [body]);
  const make = (self: "a" | "b", other: "a" | "b", later: boolean): Side => {
    const side = { key: keys[self], got: [], opened: 0, attacks: [], sent: [] } as unknown as Side;
    side.path = new SealedPath({
      channelIds: {
        psk: options.otherPsk && self === "b" ? random(32) : psk,
        room,
        self: sids[self],
        peer: sids[other],
      },
      isInitiator: later,
      key: keys[self],
      expected: () => ({ key: keys[other].publicKey }),
      send: (body) => {
        side.sent.push(body);
        for (const passed of pass(self, body))
          queueMicrotask(() => (self === "a" ? sides.b : sides.a).path.receive(passed));
      },
      needed: () => true,
      onEvent: (event) => {
        if (event.kind === "authenticated") side.opened++;
        else if (event.kind === "message") side.got.push(event.message);
        else side.attacks.push(event.reason);
      },
    });
    return side;
  };
  const sides = { a: make("a", "b", true), b: make("b", "a", false) };
  return { ...sides, keys };
}
