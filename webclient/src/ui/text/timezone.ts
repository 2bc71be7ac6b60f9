// A time zone of the browser as a calendar file describes it (RFC 5545, 3.6.5). The browser says what
// the clocks show at an instant and not why, so the rule is found by looking where they change.

const hour = 3_600_000;
const week = 7 * 24 * hour;

/** The clocks go from one offset to another, both in minutes east of UTC. */
interface Change {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A browser's clock in one zone. */
export class ZoneClock {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;

  /** Throws a RangeError for a zone that the browser does not know. */
  constructor(zone: string) {
    this.zone = zone;
    this.#format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** What the clocks show, as if it were UTC. */
  shown(at: number): number {
    const parts = Object.fromEntries(
      this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hours, minute, second);
  }

  /** In minutes east of UTC. */
  offset(at: number): number {
    return Math.round((this.shown(at) - Math.floor(at / 1000) * 1000) / 60_000);
  }

  /** Whether the clocks have shown this before, in the hour before they were put back. */
  showsAgain(at: number): boolean {
    const before = this.offset(at - 3 * hour);
    return (
      this.offset(at - (before - this.offset(at)) * 60_000) === before && before > this.offset(at)
    );
  }

  /** Where the clocks change in this time; what lasts for less than a week may be missed. */
  changes(from: number, to: number): readonly Change[] {
    const found: Change[] = [];
    for (let at = from; at < to; at += week) {
      const [before, after] = [this.offset(at), this.offset(at + week)];
      if (before !== after)
        found.push({ at: this.#changeIn(at, at + week), from: before, to: after });
    }
    return found;
  }

  #changeIn(from: number, to: number): number {
    const before = this.offset(from);
    let [start, end] = [from, to];
    while (end - start > 60_000) {
      const middle = Math.round((start + end) / 2 / 60_000) * 60_000;
      if (this.offset(middle) === before) start = middle;
      else end = middle;
    }
    return end;
  }
}

/** The zone of this browser; undefined where the clocks show UTC, or nobody knows what. */
export function browserZone(): ZoneClock | undefined {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || /^(?:Etc\/)?(?:UTC|UCT|GMT|Universal|Zulu|Greenwich)$/i.test(zone)) return undefined;
  return new ZoneClock(zone);
}

/** The VTIMEZONE of an event at this time: the rules of its year, or else the changes around it. */
export function zoneLines(clock: ZoneClock, at: number): readonly string[] {
  const year = new Date(clock.shown(at)).getUTCFullYear();
  const changes = [year - 1, year, year + 1].map((each) =>
    clock.changes(Date.UTC(each, 0, 1), Date.UTC(each + 1, 0, 1)),
  );
  const observances = byRule(changes) ?? byDate(changes.flat());
  const still = observance("STANDARD", {
    at: Date.UTC(year - 1, 0, 1),
    from: clock.offset(at),
    to: clock.offset(at),
  });
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${clock.zone}`,
    ...(observances.length > 0 ? observances : still),
    "END:VTIMEZONE",
  ];
}

/** If the clocks change twice a year, on days that one rule names in all of these years. */
function byRule(years: readonly (readonly Change[])[]): readonly string[] | undefined {
  if (years.some((changes) => changes.length !== 2)) return undefined;
  const lines = [0, 1].map((which) => {
    const three = years.flatMap((changes) => changes[which] ?? []);
    const [first] = three;
    const rules = three.map(rulesFor);
    const rule = rules[0]?.find((text) => rules.every((others) => others.includes(text)));
    const isSame = new Set(three.map(timeAndOffsets)).size === 1;
    return first && rule && isSame
      ? observance(kindOf(first), first, `RRULE:FREQ=YEARLY;${rule}`)
      : [];
  });
  return lines.some((each) => each.length === 0) ? undefined : lines.flat();
}

function timeAndOffsets(change: Change): string {
  return `${clockStamp(shownBefore(change)).slice(9)} ${change.from} ${change.to}`;
}

function byDate(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => observance(kindOf(change), change));
}

function kindOf({ from, to }: Change): "DAYLIGHT" | "STANDARD" {
  return to > from ? "DAYLIGHT" : "STANDARD";
}

function observance(kind: string, change: Change, ...rule: string[]): string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${clockStamp(shownBefore(change))}`,
    ...rule,
    `TZOFFSETFROM:${offsetText(change.from)}`,
    `TZOFFSETTO:${offsetText(change.to)}`,
    `END:${kind}`,
  ];
}

/** What the clocks would have shown without the change: RFC 5545 wants that. */
function shownBefore({ at, from }: Change): number {
  return at + from * 60_000;
}

const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** The rules that name this day: by its place in the month, from the front and from the end. */
function rulesFor(change: Change): readonly string[] {
  const date = new Date(shownBefore(change));
  const [month, day, weekday] = [date.getUTCMonth(), date.getUTCDate(), days[date.getUTCDay()]];
  const length = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const places = [...(day + 7 > length ? [-1] : []), Math.ceil(day / 7)];
  return places.map((place) => `BYMONTH=${month + 1};BYDAY=${place}${weekday}`);
}

/** 20260305T140000 */
export function clockStamp(shown: number): string {
  return new Date(shown).toISOString().slice(0, 19).replace(/[-:]/g, "");
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(hours)}${two(rest)}`;
}
