// The links that a host has made for one person each: for whom, which device has come with it first,
// and which are revoked. The server knows nothing of them. They are kept in this browser, sealed
// under the host key, so that they are noise where the host link is not.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { concat, fromBase64url, fromUtf8, random, toBase64url, utf8 } from "../crypto/bytes.ts";
import { hkdf } from "../crypto/hash.ts";
import { deriveRoom, guestLink, type HostLink, parseLink } from "../crypto/link.ts";
import { makeToken, personalKey, readPersonalTicket } from "../crypto/personal.ts";
import { dayMs } from "./about.ts";
import { formatGuestLink } from "./roomlinks.ts";

/** So many links of a room, and so many characters of a name. */
export const mostGuestLinks = 50;
const prefix = "einmal guests ";
/** For so long an entry stays after the room was to expire, and a room is made, in ms. */
const graceMs = 30 * dayMs;
const longestMs = 365 * dayMs;
const nonceBytes = 12;

export interface GuestLink {
  readonly number: number;
  /** For whom. */
  readonly name: string;
  readonly link: string;
  /** The device that came first with it; undefined if none has. */
  readonly device?: string;
  readonly revoked?: boolean;
}

/**
 * Who knocks: with a link made here ("first", the "same" device again, or an "other"), with one that
 * is "revoked", or with one that was made in another browser ("unknown" there).
 */
export interface Verdict {
  readonly is: "first" | "same" | "other" | "revoked" | "unknown";
  readonly name: string;
}

interface Keys {
  readonly link: HostLink;
  readonly room: string;
  readonly mark: CryptoKey;
  readonly seal: CryptoKey;
  readonly place: string;
}

let last: Promise<unknown> = Promise.resolve();

export class GuestLinks {
  readonly #keys: Keys;
  readonly #all = signal<readonly GuestLink[]>([]);
  readonly all: ReadonlySignal<readonly GuestLink[]> = this.#all;
  /** The browser keeps nothing: they end with this page. */
  readonly #refused = signal(false);
  readonly refused: ReadonlySignal<boolean> = this.#refused;
  readonly #until: number;

  private constructor(keys: Keys, expires: Date | undefined) {
    this.#keys = keys;
    const until = (expires?.getTime() ?? Date.now() + longestMs) + graceMs;
    this.#until = Math.ceil(until / dayMs) * dayMs;
  }

  /** Of a host link, and when its room expires, if that is known. */
  static async openFor(text: string, expires: Date | undefined): Promise<GuestLinks> {
    forgetOld();
    const link = parseLink(text);
    if (link.role !== "host") throw new TypeError("only a host makes links");
    const labelOf = (name: string) => utf8(`einmal/1 guest links ${name}`);
    const empty = new Uint8Array(0);
    const [{ room }, mark, place, key] = await Promise.all([
      deriveRoom(link),
      personalKey(link.seed),
      hkdf(link.seed, empty, labelOf("place"), 9),
      hkdf(link.seed, empty, labelOf("key"), 32),
    ]);
    const seal = await crypto.subtle.importKey("raw", key, "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]);
    const keys = { link, room, mark, seal, place: prefix + toBase64url(place) };
    const links = new GuestLinks(keys, expires);
    await links.#inOrder(() => links.#readAll());
    return links;
  }

  /** The new link; undefined if there are too many. */
  addLink(name: string): Promise<GuestLink | undefined> {
    const { link, mark, room } = this.#keys;
    return this.#inOrder(async () => {
      await this.#readAll();
      const number = Math.max(0, ...this.#all.value.map((one) => one.number)) + 1;
      if (this.#all.value.length >= mostGuestLinks) return undefined;
      const plain = formatGuestLink(await guestLink(link));
      const made = { number, name, link: `${plain}.${await makeToken(mark, room, number)}` };
      await this.#saveAll([...this.#all.value, made]);
      return made;
    });
  }

  revoke(number: number): Promise<void> {
    return this.#change(number, { revoked: true });
  }

  /** Who knocks with this ticket; undefined if it is that of no link for one person. */
  judgeTicket(ticket: string): Promise<Verdict | undefined> {
    return this.#inOrder(async () => {
      const { mark, room } = this.#keys;
      const shown = await readPersonalTicket(mark, room, ticket);
      if (shown === undefined) return undefined;
      await this.#readAll(); // it may have been revoked in another tab
      const known = this.#all.value.find(({ number }) => number === shown.number);
      if (known === undefined) return { is: "unknown", name: "" };
      const { name, device, revoked } = known;
      if (revoked) return { is: "revoked", name };
      if (device !== undefined) return { is: device === shown.device ? "same" : "other", name };
      await this.#putChange(shown.number, { device: shown.device });
      return { is: "first", name };
    });
  }

  #change(number: number, what: Partial<GuestLink>): Promise<void> {
    return this.#inOrder(async () => {
      await this.#readAll();
      await this.#putChange(number, what);
    });
  }

  #putChange(number: number, what: Partial<GuestLink>): Promise<void> {
    return this.#saveAll(
      this.#all.value.map((one) => (one.number === number ? { ...one, ...what } : one)),
    );
  }

  /** One after the other in this tab: two who knock at once cannot both be the first. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }

  async #readAll(): Promise<void> {
    try {
      const text = localStorage.getItem(this.#keys.place);
      if (text === null) return;
      const { sealed } = JSON.parse(text);
      const bytes = fromBase64url(sealed);
      const [iv, rest] = [bytes.slice(0, nonceBytes), bytes.slice(nonceBytes)];
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#keys.seal, rest);
      this.#all.value = JSON.parse(fromUtf8(new Uint8Array(opened)));
    } catch {
      // What cannot be read is none of ours.
    }
  }

  async #saveAll(all: readonly GuestLink[]): Promise<void> {
    this.#all.value = all;
    const iv = random(nonceBytes);
    const text = utf8(JSON.stringify(all));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#keys.seal, text);
    const entry = { until: this.#until, sealed: toBase64url(concat(iv, new Uint8Array(sealed))) };
    try {
      localStorage.setItem(this.#keys.place, JSON.stringify(entry));
      this.#refused.value = false;
    } catch {
      this.#refused.value = true;
    }
  }
}

/** Removes what belongs to rooms that are long over. */
function forgetOld(now = Date.now()): void {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const until = Number(JSON.parse(localStorage.getItem(name) ?? "{}").until);
      if (!(now < until)) localStorage.removeItem(name);
    }
  } catch {
    // It keeps nothing, or nothing that can be read.
  }
}
