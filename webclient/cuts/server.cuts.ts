// The server is killed after each message; and what happens by chance, on both sides at once.
import { test } from "vitest";
import { chance, places, plan, planOf } from "./plans.ts";
import { all, lengths, Stage } from "./stage.ts";

const { CUT, SEEDS = all ? "1000" : "60", SEED = "1" } = process.env;
const stage = new Stage();

test.runIf(CUT === undefined)("the server is killed after each message", async () => {
  const some = (n: number) => lengths.filter((_, k) => all || (n + k) % 2 === 0);
  await stage.play(
    "kills",
    places(stage.counts).flatMap((place) => some(place.n).map((ms) => plan("kill", ms, place))),
  );
});

test.runIf(CUT === undefined)("several faults by chance", async () => {
  const seeds = Array.from({ length: Number(SEEDS) }, (_, i) => Number(SEED) + i);
  await stage.play("seeds", seeds.map(chance));
});

test.runIf(CUT !== undefined)("the case that is asked for", async () => {
  await stage.play("case", [planOf(CUT ?? "")]);
});
