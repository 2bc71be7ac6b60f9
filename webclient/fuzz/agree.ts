// What this client takes, for internal/peer's FuzzClientsAgree to compare: a line "what base64"
// comes in, and a line of JSON goes out.
import { createInterface } from "node:readline";
import { isTurnUrl, mayServe } from "../src/net/address.ts";
import { boxKinds, decodeBoxClient, decodeBoxServer } from "../src/net/boxmessages.ts";
import { decodeClient, decodePair, decodeServer } from "../src/net/decode.ts";
import { cleanCandidate } from "../src/peer/candidate.ts";
import { checkSections, cleanDescription, fingerprintOf } from "../src/peer/sdp.ts";

/** A box has decoders of its own; what they do not know is for the others to refuse. */
const isOfBox = (text: string) => {
  const { kind } = JSON.parse(text);
  return boxKinds.some((known) => known === kind);
};

const takes: Readonly<Record<string, (text: string) => unknown>> = {
  server: (text) => (isOfBox(text) ? decodeBoxServer : decodeServer)(text),
  client: (text) => (isOfBox(text) ? decodeBoxClient : decodeClient)(text),
  pair: decodePair,
  candidate: (text) => cleanCandidate(text),
  description: (text) => {
    const clean = cleanDescription(text);
    const fingerprint = fingerprintOf(clean);
    checkSections(clean, ["audio", "video"]);
    return { clean, fingerprint };
  },
  relay: (text) =>
    isTurnUrl(text) &&
    ["call.example", "192.168.1.5", "localhost"].map((server) => mayServe(text, server)),
};

/** A browser refuses a text that is not UTF-8 before any script sees it. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

for await (const line of createInterface({ input: process.stdin })) {
  const [what = "", data = ""] = line.split(" ");
  let taken: unknown = null;
  try {
    taken = takes[what]?.(utf8.decode(Buffer.from(data, "base64"))) || null;
  } catch {
    // refused
  }
  process.stdout.write(`${JSON.stringify(taken)}\n`);
}
