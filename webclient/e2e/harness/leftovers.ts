/** What is left of a call: in the places where a page can keep something, and on the wire. */
import { expect } from "vitest";
import type { Person } from "./person.ts";
import type { Recorder } from "./recorder.ts";
import type { Server } from "./server.ts";
import { found, foundBytes } from "./traces.ts";

export const nothing = {
  cookie: "",
  local: 0,
  session: 0,
  records: 0,
  caches: 0,
  workers: 0,
  directory: 0,
};

/** Every place in which a page can keep something. */
export async function storedBy(person: Person): Promise<typeof nothing> {
  return await person.page.evaluate(async () => {
    let directory = 0;
    for await (const _ of (await navigator.storage.getDirectory()).keys()) directory++;
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let records = 0;
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        records += await done(database.transaction(store).objectStore(store).count());
      database.close();
    }
    return {
      cookie: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      records,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      directory,
    };
  });
}

/**
 * What named the room and its people on the wire: the room, every sid, key, signature, and the
 * relay's names for them.
 */
export function wireWords(recorder: Recorder): string[] {
  const names = /"(?:room|sid|host|key|hostKey|signature|username|credential)":"([^"]{8,})"/g;
  const texts = recorder.messages
    .filter(({ opcode }) => opcode === 1)
    .map(({ payload }) => payload.toString());
  const words = new Set(
    texts.flatMap((text) => [...text.matchAll(names)].map((match) => match[1] as string)),
  );
  expect(words.size).toBeGreaterThan(12);
  return [...words];
}

/** Neither these words nor anything that named people on the wire is on the disk or in the output. */
export async function leavesNoTrace(server: Server, recorder: Recorder, words: string[]) {
  const wire = wireWords(recorder);
  const places = [...(await server.disk()), Buffer.from(server.output)];
  expect(found([...words, ...wire], places)).toEqual([]);
  expect(foundBytes(wire, places)).toEqual([]);
}
