// Who is shown large and who small.
import type { Mode } from "../../../page/callview.ts";

export interface Person {
  readonly key: string;
  /** The camera is on, and this is a call with pictures. */
  readonly picture: boolean;
}

export interface Share {
  readonly key: string;
  /** It is we who share: what is sent is shown small. */
  readonly own: boolean;
}

/** The key of one's own tile. */
export const selfKey = "self";

export interface Wanted {
  /** The others, in the order in which they are to stand. */
  readonly people: readonly Person[];
  readonly shares: readonly Share[];
  /** It is a call with pictures: one's own tile is small. */
  readonly pictures: boolean;
  /** One's own picture is not drawn, and its tile takes no room of its own. */
  readonly hidden: boolean;
  /** Who is to stay large: an interpreter and a speaker, say. */
  readonly pins: readonly string[];
  readonly speaker: string | undefined;
  readonly mode: Mode;
}

/** At most so many at a time. */
export const mostPins = 2;

export interface Regions {
  readonly shares: readonly string[];
  readonly people: readonly string[];
  /** In their order; one's own tile is the last, if it is not among the large ones. */
  readonly small: readonly string[];
}

export function divide(wanted: Wanted): Regions {
  const { people, shares, pictures, hidden, pins, mode } = wanted;
  const shown = shares.filter(({ own }) => !own).map(({ key }) => key);
  const own = shares.filter((share) => share.own).map(({ key }) => key);
  const pinned = people.filter(({ key }) => pins.includes(key)).slice(0, mostPins);
  const speaker = people.find(({ key }) => key === wanted.speaker) ?? people[0];
  const speakers = speaker ? [speaker] : [];

  let large: readonly Person[];
  let equal = false;
  if (pinned.length > 0) large = pinned;
  else if (mode === "grid") {
    const seen = people.filter(({ picture }) => picture);
    large = seen.length > 0 || shown.length > 0 ? seen : people;
    equal = !pictures && shown.length === 0;
  } else if (shown.length === 0 || mode === "side") large = speakers;
  else large = [];

  const rest = people.filter((person) => !large.includes(person)).map(({ key }) => key);
  const last = hidden || equal ? [] : [selfKey];
  return {
    shares: shown,
    people: [...large.map(({ key }) => key), ...(equal ? [selfKey] : [])],
    small: [...own, ...rest, ...last],
  };
}
