/** What a recording says: who was heard and seen by whom, and when not. No browser, no clock. */
import type { Picture, Recording } from "./sampler.ts";

/** What somebody received of somebody else until one moment. */
export interface Sample {
  at: number;
  packets: number;
  heardAt: number;
  concealed: number;
  samples: number;
  frames: number;
  freezes: number;
  frozenSeconds: number;
  /** The largest picture at this moment. */
  width: number;
  height: number;
}

/** Sound and picture from one person to another. */
export interface Direction {
  from: string;
  to: string;
  route: string;
  samples: Sample[];
}

/** Which pictures of a direction count: those of cameras, or of screens that are shared. */
export type Source = "camera" | "screen";

/**
 * All directions between people: a connection belongs to the two that have its fingerprints. Of
 * one that was given up, the counters stay what they were when it was seen last.
 */
export function directions(
  recordings: ReadonlyMap<string, Recording>,
  source: Source = "camera",
): Direction[] {
  const owners = new Map<string, string>();
  for (const [name, { connections }] of recordings)
    for (const { local } of connections) if (local !== "") owners.set(local, name);
  const found: Direction[] = [];
  for (const [to, recording] of recordings) {
    for (const from of recordings.keys()) {
      const mine = new Set<number>();
      recording.connections.forEach(({ remote }, i) => {
        if (from !== to && owners.get(remote) === from) mine.add(i);
      });
      if (mine.size === 0) continue;
      const routes = [...mine].map((i) => recording.connections[i]?.route ?? "none");
      const route = routes.findLast((one) => one !== "none") ?? "none";
      found.push({ from, to, route, samples: samplesOf(recording, mine, source) });
    }
  }
  return found;
}

function samplesOf(
  { ticks }: Recording,
  connections: ReadonlySet<number>,
  source: Source,
): Sample[] {
  const counts = ({ place }: Picture) => place > 1 === (source === "screen");
  const [told, last] = [new Map<number, Counts>(), new Map<number, Counts>()];
  return ticks.map(({ at, counters }) => {
    for (const { connection, pictures, ...sound } of counters) {
      if (!connections.has(connection)) continue;
      const now = { ...sound, ...summed(pictures.filter(counts)) };
      last.set(connection, risen(now, told.get(connection), last.get(connection)));
      told.set(connection, now);
    }
    const sample: Sample = { at, ...nothing };
    for (const one of last.values()) {
      for (const key of counted) sample[key] += one[key];
      for (const key of latest) sample[key] = Math.max(sample[key], one[key]);
    }
    return sample;
  });
}

type Counts = Omit<Sample, "at">;

/** Firefox counts frames from nothing again after some losses: what was there before stays. */
function risen(now: Counts, before: Counts = nothing, sum: Counts = nothing): Counts {
  const risen = { ...now };
  for (const key of counted)
    risen[key] = sum[key] + (now[key] < before[key] ? now[key] : now[key] - before[key]);
  return risen;
}

const counted = ["packets", "concealed", "samples", "frames", "freezes", "frozenSeconds"] as const;
const latest = ["heardAt", "width", "height"] as const;
const nothing: Counts = {
  ...{ packets: 0, heardAt: 0, concealed: 0, samples: 0 },
  ...{ frames: 0, freezes: 0, frozenSeconds: 0, width: 0, height: 0 },
};

function summed(pictures: readonly Picture[]) {
  const sum = { frames: 0, freezes: 0, frozenSeconds: 0, width: 0, height: 0 };
  for (const { frames, freezes, frozenSeconds, width, height } of pictures) {
    sum.frames += frames;
    sum.freezes += freezes;
    sum.frozenSeconds += frozenSeconds;
    if (width > sum.width) [sum.width, sum.height] = [width, height];
  }
  return sum;
}

export type Kind = "packets" | "frames";

/** What counts as flowing, in the second that follows: half of what is sent, or a few frames. */
const flows = { packets: 25, frames: 3 };

/**
 * When it flowed again, in ms after `since`: the first moment at which something had come, if the
 * second behind it brought enough. Undefined if that never was.
 */
export function backAfter(
  samples: readonly Sample[],
  kind: Kind,
  since: number,
): number | undefined {
  for (let i = 1; i < samples.length; i++) {
    const [before, now] = [samples[i - 1], samples[i]];
    if (!before || !now || now.at < since || now[kind] <= before[kind]) continue;
    const second = samples.find(({ at }) => at >= now.at + 1_000);
    if (second && second[kind] - before[kind] >= flows[kind]) return Math.max(0, now.at - since);
  }
  return undefined;
}

/** A packet of sound has 20 ms. */
const packetMs = 20;

/**
 * The longest time between two packets of sound. Where only counters are known, what came since
 * the last look counts as having come in a row at its end.
 */
export function longestGap(samples: readonly Sample[], from: number, until: number): number {
  let longest = 0;
  const within = samples.filter(({ at }) => at >= from && at <= until);
  for (let i = 1; i < within.length; i++) {
    const [before, now] = [within[i - 1], within[i]];
    if (!before || !now) continue;
    const since = before.heardAt || before.at;
    const came = now.packets - before.packets;
    const gap = now.at - since - Math.max(0, came - 1) * packetMs;
    longest = Math.max(longest, gap);
  }
  return Math.round(longest);
}

export interface Quality {
  concealedPercent: number;
  freezes: number;
  frozenSeconds: number;
  fps: number;
  /** The picture that was there for longest. */
  size: string;
}

export function qualityOf(samples: readonly Sample[], from: number, until: number): Quality {
  const within = samples.filter(({ at }) => at >= from && at <= until);
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last || first === last) throw new Error("there are no samples of this time");
  const sizes = new Map<string, number>();
  for (const { width, height } of within)
    sizes.set(`${width}×${height}`, (sizes.get(`${width}×${height}`) ?? 0) + 1);
  const [size = "none"] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [];
  const played = last.samples - first.samples;
  return {
    concealedPercent: played > 0 ? (100 * (last.concealed - first.concealed)) / played : 100,
    freezes: last.freezes - first.freezes,
    frozenSeconds: longestFreeze(within),
    fps: (1_000 * (last.frames - first.frames)) / (last.at - first.at),
    size,
  };
}

/** The longest time without a new frame, in seconds. */
function longestFreeze(samples: readonly Sample[]): number {
  let [longest, moved] = [0, samples[0]?.at ?? 0];
  for (let i = 1; i < samples.length; i++) {
    const [before, now] = [samples[i - 1], samples[i]];
    if (!before || !now) continue;
    longest = Math.max(longest, now.at - moved);
    if (now.frames > before.frames) moved = now.at;
  }
  return longest / 1_000;
}

/** What changed and when: sizes, and fps in steps of half, each second; seconds after `from`. */
export function changes(samples: readonly Sample[], from: number, until: number): string[] {
  const told: string[] = [];
  let before = "";
  let [mark, frames] = [from, samples.find(({ at }) => at >= from)?.frames ?? 0];
  for (const now of samples) {
    if (now.at < mark + 1_000 || now.at > until) continue;
    const fps = (1_000 * (now.frames - frames)) / (now.at - mark);
    const rate = fps < 0.5 ? "no picture" : `${now.width}×${now.height} at ${step(fps)} fps`;
    if (rate !== before) told.push(`+${Math.round((now.at - from) / 1_000)} s ${rate}`);
    [before, mark, frames] = [rate, now.at, now.frames];
  }
  return told;
}

function step(fps: number): number {
  return [30, 24, 20, 15, 10, 7, 5, 3].find((one) => fps > one * 0.8) ?? 1;
}
