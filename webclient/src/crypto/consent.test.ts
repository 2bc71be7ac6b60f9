import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { toBase64url, utf8 } from "./bytes.ts";
import { type Asked, answerBytes, type Proof, proofBytes, roomTag } from "./consent.ts";
import { keyFromSeed, sign, verify } from "./ed25519.ts";

// internal/recording reads the same file, and refuses each change in it.
const vector = JSON.parse(
  readFileSync(new URL("../../testdata/consent.json", import.meta.url), "utf8"),
) as Proof & { kind: string; signature: string };

async function makeVector() {
  const room = toBase64url(new Uint8Array(16).fill(1));
  const tag = await roomTag(room);
  const sids = [2, 3].map((byte) => toBase64url(new Uint8Array(8).fill(byte)));
  const keys = await Promise.all([4, 5].map((byte) => keyFromSeed(new Uint8Array(32).fill(byte))));
  const asked: Asked = {
    id: toBase64url(new Uint8Array(8).fill(6)),
    recorder: sids[0] ?? "",
    what: ["sound", "picture", "chat"],
    why: "So that we can look it up: Größe",
  };
  const began = 1_790_000_000_000;
  const answersOf = [
    [{ epoch: began - 9000, answer: "yes", at: began - 5000 }],
    [
      { epoch: began - 9000, answer: "yes-without-picture", at: began - 4000 },
      { epoch: began - 9000, answer: "no", at: began + 4000 },
    ],
  ] as const;
  const people = await Promise.all(
    keys.map(async (key, place) => ({
      sid: sids[place] ?? "",
      key: key.publicKey,
      name: ["Anna Berg", "Ben Öz"][place] ?? "",
      answers: await Promise.all(
        (answersOf[place] ?? []).map(async (one) => ({
          ...one,
          signature: await sign(key, answerBytes(tag, asked, one)),
        })),
      ),
    })),
  );
  const content = utf8("what was said\n");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const proof: Proof = {
    ...asked,
    room: toBase64url(tag),
    ...{ began, ended: began + 5000, people },
    files: [{ name: "recording.webm", size: content.length, sha256 }],
  };
  const [recorder] = keys;
  if (recorder === undefined) throw new Error("nobody records");
  return { kind: "recording", ...proof, signature: await sign(recorder, proofBytes(proof)) };
}

it("a proof is that of the vector", async () => {
  expect(await makeVector()).toEqual(vector);
});

it("every part of what was asked and answered is in the signature", async () => {
  const { people, signature: _, kind: __, ...proof } = vector;
  const [anna] = people;
  const [yes] = anna?.answers ?? [];
  if (anna === undefined || yes === undefined) throw new Error("the vector has an answer");
  const tag = await roomTag(toBase64url(new Uint8Array(16).fill(1)));
  const holds = (asked: Partial<Asked>, answered = {}, room = tag) =>
    verify(
      anna.key,
      answerBytes(room, { ...proof, ...asked }, { ...yes, ...answered }),
      yes.signature,
    );
  expect(await holds({})).toBe(true);
  const other = toBase64url(new Uint8Array(8).fill(9));
  for (const asked of [
    { id: other },
    { recorder: other },
    { what: ["sound"] },
    { why: "" },
  ] as const)
    expect(await holds(asked)).toBe(false);
  for (const answered of [{ epoch: 1 }, { answer: "yes-without-picture" }, { at: 1 }])
    expect(await holds({}, answered)).toBe(false);
  expect(await holds({}, {}, new Uint8Array(32))).toBe(false);
});
