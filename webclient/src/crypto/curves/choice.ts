// Which implementation this browser needs: each algorithm on its own, found out once, by a trial of
// all that is used of it. That a browser knows a name is no proof that it can do everything.
import { equalBytes } from "../bytes.ts";
import type { Agreement, Signatures } from "./curve25519.ts";
import { nativeAgreement, nativeSignatures } from "./webcrypto.ts";

/** Whether nothing has to be loaded: the browser has both. */
export async function areNative(): Promise<boolean> {
  return (await hasEd25519()) && (await hasX25519());
}

const hasEd25519 = once(() => succeeds(tryEd25519));
const hasX25519 = once(() => succeeds(tryX25519));

/** Rejects if the fallback is needed and does not arrive; the next call tries again. */
export const signatures: () => Promise<Signatures> = once(async () =>
  (await hasEd25519()) ? nativeSignatures : (await import("./noble.ts")).nobleSignatures,
);

/** Like `signatures`. */
export const agreement: () => Promise<Agreement> = once(async () =>
  (await hasX25519()) ? nativeAgreement : (await import("./noble.ts")).nobleAgreement,
);

async function tryEd25519(): Promise<boolean> {
  const message = new Uint8Array(32);
  for (const key of [await nativeSignatures.fromSeed(message), await nativeSignatures.generate()])
    if (!(await nativeSignatures.verify(key.publicKey, message, await key.sign(message))))
      return false;
  return true;
}

async function tryX25519(): Promise<boolean> {
  const [a, b] = [await nativeAgreement.generate(), await nativeAgreement.generate()];
  return equalBytes(await a.deriveSecret(b.publicKey), await b.deriveSecret(a.publicKey));
}

async function succeeds(trial: () => Promise<boolean>): Promise<boolean> {
  try {
    return await trial();
  } catch {
    return false;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
