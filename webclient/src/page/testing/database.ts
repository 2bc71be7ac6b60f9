// IndexedDB, as far as a visit's key needs it: one database with one store that lasts as long as
// the test.

/** What is kept, by key. */
export function installDatabase(): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  const done = <T>(result: T) => {
    const request = { result, onsuccess: () => {} };
    queueMicrotask(() => request.onsuccess());
    return request;
  };
  const store = {
    get: (id: string) => done(kept.get(id)),
    put: (value: unknown, id: string) => done(kept.set(id, value)),
    delete: (id: string) => done(kept.delete(id)),
    getAllKeys: () => done([...kept.keys()]),
    getAll: () => done([...kept.values()]),
  };
  const database = { transaction: () => ({ objectStore: () => store }), close: () => {} };
  Object.assign(globalThis, { indexedDB: { open: () => done(database) } });
  return kept;
}
