// The rooms that this browser remembers, in its local storage (docs/adr/0010 and 0027), until the
// server says that they are over, until they are forgotten, or until long after they were to expire.
//
// Each has an entry of its own, so that two tabs never write over each other. An entry that cannot
// be read is removed; what others keep there is left alone.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { toBase64url } from "../crypto/bytes.ts";
import { type CallKind, formatFragment, type Link, parseLink } from "../crypto/link.ts";
import { object, optional, satisfying } from "../net/schema.ts";
import { dayMs } from "./about.ts";

/** A room, with everything its host needs to know. */
export interface CreatedRoom {
  readonly kind: CallKind;
  /** At most 200 characters; empty for none. */
  readonly topic: string;
  /** People, the host included: 2 to 6. */
  readonly seats: number;
  readonly guestLink: string;
  readonly hostLink: string;
  readonly expires: Date;
  /** When the call is to be; undefined for now, or for whenever somebody comes. */
  readonly when: Date | undefined;
}

/** As it is stored; times in ms since 1970. The links are fragments. */
interface Entry {
  readonly host: string;
  readonly guest: string;
  readonly topic: string;
  readonly seats: number;
  readonly expires: number;
  readonly since: number;
  /** None in an entry of a room without a date, and in those that older pages wrote. */
  readonly when?: number;
}

const prefix = "einmal room ";

/**
 * For so long after its expiry a room stays here, in ms: it may have been moved on another device,
 * have been carried on by those who were in it, or the clock may be wrong. Its key is lost with it.
 */
const graceMs = 30 * dayMs;

export class RememberedRooms {
  readonly #origin: string;
  /** When the last of them was remembered, in ms since 1970. */
  #newest = 0;
  readonly #rooms = signal<readonly CreatedRoom[]>([]);
  /** In the order in which they were remembered; the same in all tabs. */
  readonly rooms: ReadonlySignal<readonly CreatedRoom[]> = this.#rooms;
  readonly #refused = signal(false);
  /** The browser would not store the last one. */
  readonly refused: ReadonlySignal<boolean> = this.#refused;

  /** `origin` is where the links lead. */
  constructor(origin: string) {
    this.#origin = origin;
    globalThis.addEventListener("storage", () => this.#reload());
    this.#reload();
  }

  includes(room: Pick<CreatedRoom, "hostLink">): boolean {
    return this.find(room) !== undefined;
  }

  /** The room as it is remembered here; undefined if it is not. */
  find({ hostLink }: Pick<CreatedRoom, "hostLink">): CreatedRoom | undefined {
    return this.rooms.value.find((room) => room.hostLink === hostLink);
  }

  /** False if the browser refuses to store anything. */
  remember(room: CreatedRoom): boolean {
    const { topic, seats, expires, when } = room;
    const [host, guest] = [parseLink(room.hostLink), parseLink(room.guestLink)];
    const key = storageKey(host);
    const entry: Entry = {
      host: formatFragment(host),
      guest: formatFragment(guest),
      topic,
      seats,
      expires: expires.getTime(),
      since: this.#readEntry(key)?.since ?? Math.max(Date.now(), this.#newest + 1),
      ...(when && { when: when.getTime() }),
    };
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      this.#refused.value = true;
      return false;
    }
    this.#refused.value = false;
    this.#reload();
    return true;
  }

  /** Writes a change of a room down, unless it has been forgotten meanwhile, here or in a tab. */
  update(room: CreatedRoom): void {
    if (this.#readEntry(storageKey(parseLink(room.hostLink))) !== undefined) this.remember(room);
  }

  /** Whichever of the room's links it is. */
  forget(link: Link): void {
    storage()?.removeItem(storageKey(link));
    this.#reload();
  }

  #readEntry(key: string): Entry | undefined {
    return parseEntry(key, storage()?.getItem(key) ?? "");
  }

  #reload(): void {
    const store = storage();
    const entries: Entry[] = [];
    for (const key of Object.keys(store ?? {}).filter((key) => key.startsWith(prefix))) {
      const entry = parseEntry(key, store?.getItem(key) ?? "");
      if (entry === undefined || entry.expires + graceMs <= Date.now()) store?.removeItem(key);
      else entries.push(entry);
    }
    entries.sort((a, b) => a.since - b.since);
    this.#newest = entries.at(-1)?.since ?? 0;
    this.#rooms.value = entries.map((entry) => this.#toRoom(entry));
  }

  #toRoom({ host, guest, topic, seats, expires, when }: Entry): CreatedRoom {
    const links = { guestLink: `${this.#origin}/${guest}`, hostLink: `${this.#origin}/${host}` };
    const times = {
      expires: new Date(expires),
      when: when === undefined ? undefined : new Date(when),
    };
    return { kind: parseLink(host).kind, topic, seats, ...times, ...links };
  }
}

/** Undefined where the browser keeps it from the page. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** By the room secret, which both of its links hold. */
function storageKey(link: Link): string {
  return prefix + toBase64url(link.secret);
}

const linkOfRole = (role: Link["role"]) =>
  satisfying((value): value is string => {
    const link = parseLink(String(value));
    return link.role === role && formatFragment(link) === value;
  });
const number = (least: number, most: number) =>
  satisfying(
    (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );
const time = number(0, 8.64e15);

const check = object<Entry>({
  host: linkOfRole("host"),
  guest: linkOfRole("guest"),
  topic: satisfying((value): value is string => typeof value === "string" && value.length <= 200),
  seats: number(2, 6),
  expires: time,
  since: time,
  when: optional(time),
});

/** Undefined for what is damaged or no entry of ours. */
function parseEntry(key: string, text: string): Entry | undefined {
  try {
    const entry = check(JSON.parse(text), key);
    return [entry.host, entry.guest].every((text) => storageKey(parseLink(text)) === key)
      ? entry
      : undefined;
  } catch {
    return undefined;
  }
}
