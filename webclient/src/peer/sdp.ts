// What einmal demands of a session description before a browser sees it.
import type { Bytes } from "../crypto/bytes.ts";
import { kindOf, linesFor, type MediaKind } from "./lines.ts";

/** A description that was refused. */
export class DescriptionError extends Error {
  override readonly name = "DescriptionError";
}

/**
 * The one DTLS fingerprint of a description, as upper-case hex with colons (RFC 8122 section 5). A
 * bundled description may repeat it in each media section; two different ones, another hash, or
 * none are refused: the fingerprint is what ties the media to the sealed channel.
 */
export function fingerprintOf(sdp: string): string {
  // In any case: not every browser's parser minds it.
  const lines = linesOf(sdp).filter((line) => /^a=fingerprint:/i.test(line));
  const distinct = new Set(
    lines.map((line) => line.slice("a=fingerprint:".length).trim().toUpperCase()),
  );
  const [only] = distinct;
  if (only === undefined || distinct.size !== 1)
    throw new DescriptionError("a description needs exactly one fingerprint");
  const match = /^SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/.exec(only);
  if (match?.[1] === undefined) throw new DescriptionError("a fingerprint must be sha-256");
  return match[1];
}

/**
 * Refuses a description with other media sections than a call has, or in another order: one for
 * each line of media in it, or fewer and none for a screen, and one for the data channel. Each
 * section more would be one more stream that the peer can make us decode; which is which is known by
 * place alone.
 */
export function checkSections(sdp: string, media: readonly MediaKind[]): void {
  const sections = linesOf(sdp).flatMap((line) => /^m=([^ ]*)/.exec(line)?.[1] ?? []);
  if (sections.at(-1) === "application") sections.pop();
  const whole = linesFor(media).map(kindOf);
  const few = media.filter((kind) => sections.includes(kind));
  if (!areEqual(sections, whole) && !areEqual(sections, few))
    throw new DescriptionError("a section too many");
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, i) => entry === other[i]);
}

/**
 * Of a type and printable ASCII (RFC 8866, section 5): parsers differ in what else ends a line, or
 * is a space.
 */
function linesOf(sdp: string): string[] {
  if (!/^[a-z]=[ -~]*(?:\r?\n[a-z]=[ -~]*)*(?:\r?\n)?$/.test(sdp))
    throw new DescriptionError("no description");
  return sdp.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** Where ICE would find candidates and addresses beside the messages for them. */
const placeLine = /^a=(?:candidate|remote-candidates|end-of-candidates|rtcp *:)/i;

/**
 * A description without addresses and candidates: those are said in messages, where they are looked
 * at one by one.
 */
export function cleanDescription(sdp: string): string {
  const lines = linesOf(sdp).filter((line) => !placeLine.test(line));
  const clean = lines.map((line) => {
    return line.startsWith("c=")
      ? "c=IN IP4 0.0.0.0"
      : line.replace(/^(m=[^ ]*) [1-9][0-9]* /, "$1 9 ");
  });
  return clean.map((line) => `${line}\r\n`).join("");
}

/**
 * What we ask of the peer's voice (RFC 7587, section 6.1): one channel, and next to nothing while
 * nobody speaks. What is said here binds the other end, so that no browser has to take back what it
 * has written.
 */
export function withVoice(sdp: string): string {
  return withOpus(sdp, ["usedtx=1", "stereo=0"]);
}

/**
 * Asks for each piece of the peer's voice twice (RFC 2198), where it can: what stands first in the
 * line of the microphone is what its browser sends.
 */
export function withRedundancy(sdp: string): string {
  const type = redundancyIn(sdp);
  if (type === undefined) return sdp;
  return sdp.replace(/^(m=audio \S+ \S+) (.*)$/m, (_, head: string, types: string) =>
    [head, type, ...types.split(" ").filter((other) => other !== type)].join(" "),
  );
}

/** The payload type under which a voice may be said twice; undefined if it is not offered. */
export function redundancyIn(sdp: string): string | undefined {
  return /^a=rtpmap:([0-9]+) red\/48000/im.exec(sdp)?.[1];
}

/** As if the peer had asked for music: two channels, and no pause. Binds our own end. */
export function withMusic(sdp: string): string {
  return withOpus(sdp, ["stereo=1"]);
}

function withOpus(sdp: string, wanted: readonly string[]): string {
  const opus = [...sdp.matchAll(/^a=rtpmap:([0-9]+) opus\//gim)].map(([, type]) => type);
  return sdp.replace(/^(a=fmtp:([0-9]+) )([^\r\n]*)/gm, (line, head, type, said: string) => {
    if (!opus.includes(type)) return line;
    const kept = said.split(";").filter((word) => !/^ *(?:usedtx|stereo)=/.test(word));
    return `${head}${[...kept, ...wanted].join(";")}`;
  });
}

/** Names the peer connection that a description belongs to, for as long as it lives (RFC 8866, 5.2). */
export function sessionOf(sdp: string): string {
  return /^o=[^ ]* ([^ ]*) /m.exec(sdp)?.[1] ?? "";
}

/** Names the generation of ICE that a description belongs to. */
export function ufragOf(sdp: string): string {
  return /^a=ice-ufrag:(.*)$/m.exec(sdp)?.[1] ?? "";
}

/** The 32 bytes of a fingerprint in this form, in upper or lower case. */
export function fingerprintBytes(fingerprint: string): Bytes {
  return Uint8Array.from(fingerprint.split(":"), (byte) => Number.parseInt(byte, 16));
}

/** The fingerprint of a DER certificate in the same form. */
export async function fingerprintOfCertificate(certificate: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", certificate));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
}

export type Role = "active" | "passive";

/**
 * Our role in the DTLS association, as the last answer settled it (RFC 8842 section 5); undefined
 * before there was one.
 */
export function ownRole(
  local: RTCSessionDescription | null,
  remote: RTCSessionDescription | null,
): Role | undefined {
  const answer = local?.type === "answer" ? local : remote?.type === "answer" ? remote : null;
  const role = /^a=setup:(active|passive)\r?$/m.exec(answer?.sdp ?? "")?.[1];
  if (role === undefined) return undefined;
  return (role === "active") === (answer === local) ? "active" : "passive";
}

/**
 * An offer that leaves no choice of role. Firefox and pion take "actpass" in a later offer for
 * leave to choose anew, choose "active" although they have been passive, and Chromium refuses that
 * answer. RFC 8842 wants "actpass" here and the role kept; this says the same to all of them.
 */
export function withRole(offer: string, role: Role): string {
  return offer.replace(/^a=setup:actpass(?=\r?$)/gm, `a=setup:${role}`);
}
