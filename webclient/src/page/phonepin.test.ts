import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromBase64url, toBase64url, utf8 } from "../crypto/bytes.ts";
import { agreement } from "../crypto/curves/choice.ts";
import { sealTo } from "../crypto/hpke.ts";

interface Vector {
  seed: string;
  ephemeral: string;
  text: string;
  sealed: string;
  reply: string;
}
const vector: Vector = JSON.parse(
  readFileSync(new URL("../../testdata/phone.json", import.meta.url), "utf8"),
);

test("an invitation is sealed as the gateway opens it, and both have the key of the answer", async () => {
  const curve = await agreement();
  const { publicKey } = await curve.fromSecret(fromBase64url(vector.seed));
  const share = await curve.fromSecret(fromBase64url(vector.ephemeral));
  const made = await sealTo(publicKey, "einmal/1 phone", utf8(vector.text), share);
  expect(toBase64url(made.sealed)).toBe(vector.sealed);
  expect(toBase64url(await made.export("einmal/1 phone reply"))).toBe(vector.reply);
  const other = await sealTo(publicKey, "einmal/1 phone", utf8(vector.text));
  expect(toBase64url(other.sealed)).not.toBe(vector.sealed);
});
