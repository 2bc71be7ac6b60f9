// One person's connection is cut after each message, or swallows from there on everything in one
// direction.
import { test } from "vitest";
import { type Place, places, plan } from "./plans.ts";
import { all, lengths, Stage } from "./stage.ts";

const stage = new Stage();

test.runIf(process.env.CUT === undefined)("a connection is cut after each message", async () => {
  // In the short run each place has two of the four: a long one and a short one, one message lost
  // and one delivered.
  const each = (place: Place) =>
    (["lost", "delivered"] as const).flatMap((how, i) =>
      lengths
        .filter((_, k) => all || (place.n + i + k) % 2 === 0)
        .map((ms) => plan(how, ms, place)),
    );
  await stage.play("cuts", places(stage.counts).flatMap(each));
});

// Only the system's word that the network is back says that something is wrong.
test.runIf(process.env.CUT === undefined)(
  "a connection swallows everything after each message",
  async () => {
    const some = places(stage.counts).filter(({ n }) => all || n % 3 === 0);
    await stage.play(
      "frozen",
      some.map((place) => plan("frozen", 1000, place)),
    );
  },
);
