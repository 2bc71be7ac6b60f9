import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decodeClient, decodePair, decodeServer } from "./decode.ts";
import { encode } from "./protocol.ts";

const text = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
const decoders = { client: decodeClient, server: decodeServer, pair: decodePair };
for (const [, kind, block = ""] of text.matchAll(/^```json (client|server|pair)\n(.*)\n```$/gm)) {
  it(`${kind} ${block.slice(0, 30)}`, () => {
    expect(encode(decoders[kind as "client"](block))).toBe(block);
  });
}
