/** Makes today's browsers as old as the oldest that the client is made for. */
import { takeAway } from "../../src/crypto/testing/nocurves.ts";
import type { Person } from "./person.ts";

export type Algorithm = "Ed25519" | "X25519";

/** For every page that somebody opens from now on. */
export async function makeOld(person: Person, missing: readonly Algorithm[]): Promise<void> {
  await person.page.evaluateOnNewDocument(takeAway, [...missing]);
  await person.page.evaluateOnNewDocument(forgetNewer);
}

/** Runs in the page: what served.test.ts says the client does without. */
function forgetNewer(): void {
  const names: [holder: object | undefined, names: string[]][] = [
    [globalThis.RTCCertificate?.prototype, ["getFingerprints"]],
    [globalThis.RTCDtlsTransport?.prototype, ["getRemoteCertificates"]],
    [Array.prototype, ["with", "toSorted", "toReversed", "toSpliced"]],
    [Object, ["groupBy"]],
    [Promise, ["withResolvers", "try"]],
    [URL, ["canParse", "parse"]],
    [AbortSignal, ["any"]],
    [Uint8Array, ["fromHex", "fromBase64"]],
    [Uint8Array.prototype, ["toHex", "toBase64"]],
    [Navigator.prototype, ["permissions", "wakeLock", "vibrate"]],
    [Document.prototype, ["wasDiscarded"]],
    [Element.prototype, ["moveBefore"]],
    [Symbol, ["dispose"]],
  ];
  for (const [holder, all] of names)
    for (const name of all) if (holder !== undefined) Reflect.deleteProperty(holder, name);
}
