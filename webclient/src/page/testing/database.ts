// IndexedDB, as far as a visit's key needs it: one database with one store that lasts as long as
// the test.

/** What is kept, by key. */
export function installDatabase(): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  const answer = <T>(result: T) => {
    const request = { result, onsuccess: () => {} };
    queueMicrotask(() => request.onsuccess());
    return request;
  };
  const store = {
    get: (id: string) => answer(kept.get(id)),
    put: (value: unknown, id: string) => answer(kept.set(id, value)),
    delete: (id: string) => answer(kept.delete(id)),
    getAllKeys: () => answer([...kept.keys()]),
    getAll: () => answer([...kept.values()]),
  };
  const database = { transaction: () => ({ objectStore: () => store }), close: () => {} };
  Object.assign(globalThis, { indexedDB: { open: () => answer(database) } });
  return kept;
}
