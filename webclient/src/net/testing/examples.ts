// The examples in the protocol's text, and how a decoder takes something.
import { readFileSync } from "node:fs";
import { boxKinds, decodeBoxClient, decodeBoxServer } from "../boxmessages.ts";
import { decodeClient, decodePair, decodeServer } from "../decode.ts";
import { ProtocolError } from "../protocol.ts";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** A box has decoders of its own, which are loaded with it. */
const isOfBox = (text: string) =>
  boxKinds.some((kind) => text.startsWith(`{"kind":${JSON.stringify(kind)}`));

export const decoders = {
  client: (text: string) => (isOfBox(text) ? decodeBoxClient : decodeClient)(text),
  server: (text: string) => (isOfBox(text) ? decodeBoxServer : decodeServer)(text),
  pair: decodePair,
};
export type Side = keyof typeof decoders;

const protocol = readFileSync(new URL("../../../../docs/protocol.md", import.meta.url), "utf8");
export const blocks = Array.from(
  protocol.matchAll(/^```json (client|server|pair)\n([\s\S]*?)\n```$/gm),
  ([, side, text = ""]) => ({
    side: side as Side,
    text,
    message: JSON.parse(text) as JsonObject & { kind: string },
  }),
);

/** "ok", or the code of the refusal; anything else that is thrown fails the test. */
export function outcome(side: Side, value: Json | string, raw = false): string {
  try {
    decoders[side](raw ? String(value) : JSON.stringify(value));
    return "ok";
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}
