/** What is measured of a fault: when sound and picture were back, and whom it did not concern. */
import type { Lab } from "./lab.ts";
import type { Figures, Finding } from "./rows.ts";
import { backAfter, type Direction, longestGap } from "./series.ts";
import { pause } from "./shell.ts";

/** How long somebody would wait before they hang up. */
const watchMs = 45_000;
/** Behind the moment at which all is back. */
const tailMs = 3_000;

export const bars = { soundMs: 3_000, pictureMs: 4_000, gapMs: 200 };

export interface Fault {
  /** When it began, and when the network was back, in ms since 1970. */
  begin: number;
  back: number;
  /** Names of those it happens to. */
  hit: readonly string[];
}

/** Watches until all that was hit is back, or for 45 s. */
export async function watchRecovery(lab: Lab, fault: Fault): Promise<Finding> {
  const isHit = ({ from, to }: Direction) => fault.hit.includes(from) || fault.hit.includes(to);
  const end = Date.now() + watchMs;
  for (;;) {
    await pause(2_000);
    const all = await lab.directions();
    const times = all.filter(isHit).map((one) => timesOf(one, fault.back));
    const ready = times.every(
      ({ sound, picture }) =>
        Math.max(sound ?? Number.NaN, picture ?? Number.NaN) + fault.back + tailMs < Date.now(),
    );
    if (ready || Date.now() > end) return findingOf(all, isHit, fault);
  }
}

function timesOf({ samples }: Direction, back: number) {
  return {
    sound: backAfter(samples, "packets", back),
    picture: backAfter(samples, "frames", back),
  };
}

function findingOf(all: Direction[], isHit: (one: Direction) => boolean, fault: Fault): Finding {
  const figures: Figures = {};
  const short: string[] = [];
  const details: Record<string, unknown> = {};
  for (const one of all) {
    const way = `${one.from} to ${one.to}`;
    if (isHit(one)) {
      const { sound, picture } = timesOf(one, fault.back);
      figures[`sound ${way}`] = sound;
      figures[`picture ${way}`] = picture;
      if (sound === undefined || sound > bars.soundMs) short.push(`sound ${way} ${told(sound)}`);
      if (picture === undefined || picture > bars.pictureMs)
        short.push(`picture ${way} ${told(picture)}`);
    } else {
      const gap = longestGap(one.samples, fault.begin - 1_000, Date.now());
      figures[`gap ${way}`] = gap;
      // What this machine does to a pair at any time.
      figures[`gap-before ${way}`] = longestGap(one.samples, fault.begin - 5_000, fault.begin);
      if (gap > bars.gapMs) short.push(`a gap of ${gap} ms ${way}, who were not concerned`);
    }
    details[way] = { route: one.route, series: thinned(one, fault) };
  }
  return { figures, short, details };
}

function told(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "never came back" : `took ${milliseconds} ms`;
}

/** Packets and frames each half second, beginning two seconds before the fault. */
function thinned({ samples }: Direction, { begin }: Fault): number[][] {
  let next = begin - 2_000;
  const rows: number[][] = [];
  for (const { at, packets, frames } of samples) {
    if (at < next) continue;
    next = at + 500;
    rows.push([at - begin, packets, frames]);
  }
  return rows;
}
