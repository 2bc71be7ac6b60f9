import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "./bytes.ts";
import { commitmentTo, type SafetySide, safetyCode } from "./safety.ts";
import { flipBit, vectors } from "./vectors.ts";

const side = ({
  nonce,
  h,
  fingerprint,
}: (typeof vectors.safety)[number]["earlier"]): SafetySide => ({
  nonce: fromBase64url(nonce, 32),
  h: fromBase64url(h, 32),
  fingerprint: fromBase64url(fingerprint, 32),
});

describe.each(vectors.safety)(
  "the safety code $digits of the vectors",
  ({ earlier, later, emoji, digits }) => {
    it("is made of the same bytes", async () => {
      expect(await safetyCode(side(earlier), side(later))).toEqual({ emoji, digits });
    });

    it("has the same commitments", async () => {
      for (const { sid, nonce, commitment } of [earlier, later]) {
        expect(toBase64url(await commitmentTo(fromBase64url(nonce, 32), sid))).toBe(commitment);
      }
    });

    it("is another one if any part of it is, or the sides change places", async () => {
      const honest = { emoji, digits };
      expect(await safetyCode(side(later), side(earlier))).not.toEqual(honest);
      for (const part of ["nonce", "h", "fingerprint"] as const) {
        const [a, b] = [side(earlier), side(later)];
        expect(await safetyCode({ ...a, [part]: flipBit(a[part], 31) }, b)).not.toEqual(honest);
        expect(await safetyCode(a, { ...b, [part]: flipBit(b[part], 0) })).not.toEqual(honest);
      }
    });
  },
);
