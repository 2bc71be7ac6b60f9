import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeAway } from "../testing/nocurves.ts";

const { subtle } = crypto;
const own = ["generateKey", "importKey", "sign", "verify", "deriveBits", "deriveKey"] as const;

beforeEach(() => vi.resetModules());
afterEach(() => {
  for (const method of own) Reflect.deleteProperty(subtle, method);
});

/** What a browser that has just been opened chooses. */
async function choose(): Promise<{ signatures: string; agreement: string }> {
  const { agreement, signatures } = await import("./choice.ts");
  const { nativeAgreement, nativeSignatures } = await import("./webcrypto.ts");
  return {
    signatures: (await signatures()) === nativeSignatures ? "the browser's" : "ours",
    agreement: (await agreement()) === nativeAgreement ? "the browser's" : "ours",
  };
}

test.each([
  [[], { signatures: "the browser's", agreement: "the browser's" }],
  [["Ed25519"], { signatures: "ours", agreement: "the browser's" }],
  [["X25519"], { signatures: "the browser's", agreement: "ours" }],
  [["Ed25519", "X25519"], { signatures: "ours", agreement: "ours" }],
])("without %j the browser has each algorithm from where it can be had", async (gone, chosen) => {
  takeAway(gone);
  expect(await choose()).toEqual(chosen);
});

test.each(["importKey", "sign", "verify"] as const)(
  "a browser that knows Ed25519 by name and cannot %s is one that lacks it",
  async (method) => {
    const failing = () => Promise.reject(new DOMException("", "OperationError"));
    Object.defineProperty(subtle, method, { value: failing, configurable: true });
    expect((await choose()).signatures).toBe("ours");
  },
);
