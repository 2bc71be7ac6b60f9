// What the server says of itself before a room is made (protocol, section 3): who may make one, for
// how long, and who runs it.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { object, optional, satisfying } from "../net/schema.ts";

export interface About {
  /** Who may make rooms here; "unknown" if the server did not say. */
  readonly create: "open" | "token" | "local" | "nobody" | "unknown";
  /** The longest life of a room, in seconds. */
  readonly lifetime: number;
  readonly operator?: Operator;
}

export interface Operator {
  readonly name: string;
  /** Two letters (ISO 3166), where the server stands. */
  readonly country: string;
}

/** What holds if the server did not say: every server ever allowed a room to live for 30 days. */
export const unknownAbout: About = { create: "unknown", lifetime: 30 * 86_400 };

/** How long the answer may take, in ms: the page itself came from the same server. */
const patienceMs = 10_000;

/**
 * Asks the server, once. Undefined until that is over; `unknownAbout` if there was no answer that
 * makes sense.
 */
export function loadAbout(): ReadonlySignal<About | undefined> {
  const about = signal<About | undefined>(undefined);
  void fetchAbout().then(
    (answer) => {
      about.value = answer;
    },
    () => {
      about.value = unknownAbout;
    },
  );
  return about;
}

async function fetchAbout(): Promise<About> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const answer = await fetch("/about.json", {
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: patience.signal,
    });
    if (!answer.ok) throw new Error("the server does not say who it is");
    return decodeAbout(await answer.json());
  } finally {
    clearTimeout(timer);
  }
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
});
