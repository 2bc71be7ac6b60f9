// What the server says of itself before a room is made (protocol, section 3): who may make one, for
// how long, and who runs it.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { isTurnUrl } from "../net/address.ts";
import { listOf, object, optional, satisfying } from "../net/schema.ts";
import { compareClock } from "./clock.ts";

export interface About {
  /**
   * Who may make rooms here; "unknown" if the server did not say, "silent" while it does not answer.
   */
  readonly create: "open" | "token" | "local" | "nobody" | "unknown" | "silent";
  /** The longest life of a room, in seconds. */
  readonly lifetime: number;
  readonly operator?: Operator;
  /** Where its relay is, for whoever checks the connection before a call. */
  readonly relay?: readonly string[];
  /** A gateway takes telephones in. */
  readonly phone?: boolean;
}

export interface Operator {
  readonly name: string;
  /** Two letters (ISO 3166), where the server stands. */
  readonly country: string;
}

/** What holds if the server did not say: every server ever allowed a room to live for 30 days. */
export const unknownAbout: About = { create: "unknown", lifetime: 30 * 86_400 };
/** What holds until the server answers. */
export const silentAbout: About = { ...unknownAbout, create: "silent" };

/** How long the answer may take, in ms: the page itself came from the same server. */
const patienceMs = 10_000;
/** Before a server that did not answer is asked again, in ms; the last one again and again. */
const pausesMs = [1_000, 2_000, 5_000, 15_000];

/**
 * Asks the server until it answers. Undefined until the first try is over; `unknownAbout` if the
 * answer makes no sense.
 */
export function loadAbout(): ReadonlySignal<About | undefined> {
  const about = signal<About | undefined>(undefined);
  const ask = async (tries: number): Promise<void> => {
    about.value = await fetchAbout();
    if (about.value !== silentAbout) return;
    setTimeout(() => void ask(tries + 1), pausesMs[Math.min(tries, pausesMs.length - 1)]);
  };
  void ask(0);
  return about;
}

/** `silentAbout` if it does not answer within so many ms. */
export async function fetchAbout(withinMs = patienceMs): Promise<About> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), withinMs);
  let answer: Response | undefined;
  const askedAt = Date.now();
  try {
    answer = await fetch("/about.json", {
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: patience.signal,
    });
    compareClock(answer.headers.get("date"), askedAt);
    return answer.ok ? decodeAbout(await answer.json()) : withoutAnswer(answer);
  } catch {
    return withoutAnswer(answer);
  } finally {
    clearTimeout(timer);
  }
}

/** A proxy answers for a server that is away with a status from 500 on. */
function withoutAnswer(answer: Response | undefined): About {
  return answer === undefined || answer.status >= 500 ? silentAbout : unknownAbout;
}

/** Throws for anything but what a server says of itself. */
export const decodeAbout = (value: unknown): About => check(value, "about");

const check = object<About>({
  create: satisfying((value): value is About["create"] =>
    ["open", "token", "local", "nobody"].includes(value as string),
  ),
  lifetime: satisfying(
    (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= 366 * 86_400,
  ),
  operator: optional(
    object<Operator>({
      name: satisfying(
        (value): value is string => typeof value === "string" && /^.{1,500}$/u.test(value),
      ),
      country: satisfying(
        (value): value is string => typeof value === "string" && /^[A-Z]{2}$/.test(value),
      ),
    }),
  ),
  phone: optional(satisfying((value): value is boolean => typeof value === "boolean")),
  relay: optional(
    listOf(
      satisfying((value): value is string => typeof value === "string" && isTurnUrl(value)),
      1,
      16,
    ),
  ),
});

/** A room with a date stays for so long after it, in ms. */
export const dayMs = 86_400_000;

/** The longest life of a room, in seconds; undefined while nobody knows. */
export function longestLife(about: About | undefined): number | undefined {
  return about?.create === "silent" ? undefined : about?.lifetime;
}

/** The last date that a room can be made for or moved to; undefined while nobody knows. */
export function latestDate(about: About | undefined, now = Date.now()): Date | undefined {
  const longest = longestLife(about);
  return longest === undefined ? undefined : new Date(now + longest * 1000 - dayMs);
}

/** Where whoever makes rooms makes them on a device of their own, they are remembered at once. */
export function remembersByDefault(about: About | undefined): boolean {
  return about?.create === "token" || about?.create === "local";
}
