// What anybody may know of a server before a room is made (protocol, section 3): who may make one,
// for how long, and who runs the server.
import { type ReadonlySignal, signal } from "@preact/signals-core";

export interface About {
  /** Who may make rooms: everybody, holders of a creator link, this machine alone, or nobody. */
  readonly create: "open" | "token" | "local" | "nobody";
  /** The longest life of a room, in seconds. */
  readonly lifetime: number;
  readonly operator: Operator;
}

export interface Operator {
  readonly name?: string;
  /** Two letters (ISO 3166-1). */
  readonly country?: string;
}

/** Before a server that did not answer is asked again, in ms; the last one again and again. */
const pausesMs = [1_000, 2_000, 5_000, 15_000];
/** How long an answer may take, in ms. */
const patienceMs = 10_000;

const ways: readonly unknown[] = ["open", "token", "local", "nobody"];

/** What this page understands of the answer: a newer server may say more. Throws if it cannot be. */
export function parseAbout(answer: unknown): About {
  const { create, lifetime, operator } = (answer ?? {}) as Record<string, unknown>;
  if (!ways.includes(create) || !Number.isSafeInteger(lifetime) || Number(lifetime) <= 0)
    throw new TypeError("no such server");
  const { name, country } = (operator ?? {}) as Record<string, unknown>;
  return {
    create: create as About["create"],
    lifetime: Number(lifetime),
    operator: {
      ...(typeof name === "string" && name !== "" && { name }),
      ...(typeof country === "string" && country !== "" && { country }),
    },
  };
}

/** Asks until the server has answered; undefined until then. */
export function loadAbout(url = "/about.json"): ReadonlySignal<About | undefined> {
  const about = signal<About | undefined>(undefined);
  const ask = async (tries: number): Promise<void> => {
    try {
      const answer = await fetch(url, {
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(patienceMs),
      });
      about.value = parseAbout(await answer.json());
    } catch {
      const pause = pausesMs[Math.min(tries, pausesMs.length - 1)];
      setTimeout(() => void ask(tries + 1), pause);
    }
  };
  void ask(0);
  return about;
}

/** A room with a date stays for so long after it, in ms. */
export const dayMs = 24 * 60 * 60_000;

/** The last date that a room can be made for or moved to; undefined while nobody knows. */
export function latestDate(about: About | undefined, now = Date.now()): Date | undefined {
  return about && new Date(now + about.lifetime * 1000 - dayMs);
}

/** Where whoever makes rooms makes them on a device of their own, they are remembered at once. */
export function remembersByDefault(about: About | undefined): boolean {
  return about?.create === "token" || about?.create === "local";
}
