// The tests of all that stands on the two curves, and with them Go's vectors, once more in a
// browser that knows neither of them.
import { expect, test } from "vitest";
import { takeAway } from "../testing/nocurves.ts";
import { agreement, signatures } from "./choice.ts";
import { nobleAgreement, nobleSignatures } from "./noble.ts";

takeAway(["Ed25519", "X25519"]);

test("it is the fallback that is tested here", async () => {
  expect(await signatures()).toBe(nobleSignatures);
  expect(await agreement()).toBe(nobleAgreement);
});

await import("../ed25519.test.ts");
await import("../signed.test.ts");
await import("../auth.test.ts");
await import("../noise.test.ts");
await import("../channel.test.ts");
