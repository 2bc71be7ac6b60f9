// The key that encrypts a tab's state in its history entry. It is kept in IndexedDB, where the page
// can use it but nobody can read it out (docs/adr/0018).
//
// What a browser restores tabs from holds the history state of every tab, and stays for as long as
// the browser likes. Without the key that is noise.
import { fromBase64url, fromUtf8, random, toBase64url, utf8 } from "../crypto/bytes.ts";

const name = "einmal";
const store = "visits";
/**
 * A tab that was closed in a call leaves its key behind for so long at least, in ms. One that is open
 * says so in time.
 */
const keptMs = 8 * 24 * 60 * 60_000;

/** How long the browser's database may take, in ms: a page starts without it. */
const answerMs = 2_000;

interface Kept {
  readonly key: CryptoKey;
  /** When it was last used, in ms since 1970. */
  readonly at: number;
  /** It is needed so long in any case, in ms since 1970. */
  readonly until?: number;
}

/**
 * A visit as the history entry holds it: the name of the key, and base64url of nonce and
 * ciphertext.
 */
export interface Sealed {
  readonly key: string;
  readonly sealed: string;
}

export class TabKey {
  readonly #id: string;
  readonly #key: CryptoKey;
  #until: number;

  private constructor(id: string, key: CryptoKey, until: number) {
    this.#id = id;
    this.#key = key;
    this.#until = until;
  }

  /** Rejects where the browser keeps no keys. */
  static async generate(): Promise<TabKey> {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    const made = new TabKey(toBase64url(random(16)), key, 0);
    await made.#saveKey();
    return made;
  }

  /** Undefined if it is gone. */
  static async restore(id: string): Promise<TabKey | undefined> {
    const kept = await inStore<Kept | undefined>("readonly", (visits) => visits.get(id));
    if (kept === undefined) return undefined;
    const found = new TabKey(id, kept.key, kept.until ?? 0);
    await found.#saveKey();
    return found;
  }

  async encrypt(what: unknown): Promise<Sealed> {
    const iv = random(12);
    const text = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv },
      this.#key,
      utf8(JSON.stringify(what)),
    );
    return { key: this.#id, sealed: toBase64url(iv) + toBase64url(new Uint8Array(text)) };
  }

  async decrypt({ sealed }: Sealed): Promise<unknown> {
    const [iv, text] = [fromBase64url(sealed.slice(0, 16)), fromBase64url(sealed.slice(16))];
    return JSON.parse(
      fromUtf8(
        new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.#key, text)),
      ),
    );
  }

  /** What it encrypts is needed until then. */
  async keepUntil(until: number): Promise<void> {
    if (until === this.#until) return;
    this.#until = until;
    await this.#saveKey();
  }

  /** Says that the tab is still open. */
  async touch(): Promise<void> {
    await this.#saveKey();
  }

  async forget(): Promise<void> {
    await inStore("readwrite", (visits) => visits.delete(this.#id));
  }

  async #saveKey(): Promise<void> {
    const kept: Kept = { key: this.#key, at: Date.now(), until: this.#until };
    await inStore("readwrite", (visits) => visits.put(kept, this.#id));
  }
}

/** Lets go of the keys of tabs that were closed long ago, but not of `own`. */
export async function forgetOldKeys(own: string | undefined): Promise<void> {
  const [ids, all] = await Promise.all([
    inStore<IDBValidKey[]>("readonly", (visits) => visits.getAllKeys()),
    inStore<Kept[]>("readonly", (visits) => visits.getAll()),
  ]);
  for (const [i, id] of ids.entries()) {
    const { at = 0, until = 0 } = all[i] ?? {};
    const isOld = Math.abs(Date.now() - at) > keptMs && Date.now() > until;
    if (isOld && id !== own) await inStore("readwrite", (visits) => visits.delete(id));
  }
}

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (visits: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const database = await resultOf<IDBDatabase>(opening);
  try {
    return await resultOf<T>(work(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

function resultOf<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("the browser's database does not answer")), answerMs);
  });
}
