/** Who can call whom: every pair of networks, in every pair of browsers. */
import { type Network, networks } from "./access.ts";
import { type Finding, type Pair, pairName, pairs, type Row } from "./rows.ts";
import type { Direction } from "./series.ts";
import { pause } from "./shell.ts";
import { withLab } from "./staging.ts";

/** Browsers take the first way that works, and go on to a better one. */
const settleMs = 5_000;

/** Against IPv6 alone there is IPv4 alone: all other networks have no IPv6. */
export function connectRows(): Row[] {
  return pairs.flatMap((pair) =>
    networks.flatMap((near, i) => networks.slice(i).map((far) => connectRow(pair, near, far))),
  );
}

function connectRow(pair: Pair, near: Network, far: Network): Row {
  return {
    group: "connect",
    name: `connect ${near} ${far} ${pairName(pair)}`,
    runs: 1,
    run: (context) =>
      withLab(context, async (lab): Promise<Finding> => {
        await Promise.all([
          lab.add({ browser: pair[0], network: near }),
          lab.add({ browser: pair[1], network: far }),
        ]);
        const admitted = await lab.call();
        const flowing = await lab.flowing();
        const begins = flowing.map((one) => ({
          sound: firstAt(one, "packets") - admitted,
          picture: firstAt(one, "frames") - admitted,
        }));
        const first = routeOf(flowing);
        await pause(settleMs);
        const later = routeOf(await lab.directions());
        const figures = {
          route: first === later ? later : `${first}, then ${later}`,
          "sound ms": Math.max(...begins.map(({ sound }) => sound)),
          "picture ms": Math.max(...begins.map(({ picture }) => picture)),
        };
        return { figures, short: [] };
      }),
  };
}

/** What each side names of its own way. */
const routeOf = (all: readonly Direction[]) =>
  [...new Set(all.map(({ route }) => route))].join(" / ");

/** Both sides have it with the later one. */
function firstAt({ samples }: Direction, kind: "packets" | "frames"): number {
  return samples.find((sample) => sample[kind] > 0)?.at ?? Number.NaN;
}
