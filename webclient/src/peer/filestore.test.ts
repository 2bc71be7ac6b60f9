import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { discardStores, MemoryStore, openDiskStore } from "./filestore.ts";
import { removeLeftFiles } from "./leftfiles.ts";

/** A private file system, and the locks of all tabs. */
let directories: Map<string, Map<string, Blob>>;
let locks: Set<string>;
let quota: number;

function fileHandle(files: Map<string, Blob>, name: string) {
  const parts: BlobPart[] = [];
  return {
    name,
    getFile: async () => files.get(name),
    createWritable: async () => ({
      write: async (bytes: BlobPart) => void parts.push(bytes),
      close: async () => void files.set(name, new Blob(parts)),
      abort: async () => {},
    }),
  };
}

function directoryHandle(files: Map<string, Blob>) {
  return {
    getFileHandle: async (name: string) => {
      files.set(name, new Blob());
      return fileHandle(files, name);
    },
    removeEntry: async (name: string) => void files.delete(name),
  };
}

const root = {
  getDirectoryHandle: async (name: string) => {
    directories.set(name, new Map());
    return directoryHandle(directories.get(name) ?? new Map());
  },
  removeEntry: async (name: string) => void directories.delete(name),
  async *keys() {
    yield* [...directories.keys()];
  },
};

async function request(name: string, ...rest: unknown[]) {
  const work = rest.at(-1) as (lock: object | null) => Promise<void>;
  if (locks.has(name)) return work(null);
  locks.add(name);
  await work({});
  locks.delete(name);
}

beforeEach(() => {
  directories = new Map();
  locks = new Set();
  quota = 2 ** 33;
  vi.stubGlobal("navigator", {
    storage: { estimate: async () => ({ quota, usage: 0 }), getDirectory: async () => root },
    locks: { request },
  });
});
afterEach(async () => {
  await discardStores();
  vi.unstubAllGlobals();
});

const size = 2 ** 30;
const files = () => [...directories.values()].flatMap((one) => [...one.keys()]);

it("a large file is on the disk, of no type, and goes with the call", async () => {
  const store = await openDiskStore(size);
  await store?.write(new Uint8Array([1, 2]));
  await store?.write(new Uint8Array([3]));
  const content = await store?.finish();
  expect(content?.type).toBe("application/octet-stream");
  expect([...new Uint8Array((await content?.arrayBuffer()) ?? new ArrayBuffer())]).toEqual([
    1, 2, 3,
  ]);
  expect([files().length, locks.size]).toEqual([1, 1]);
  await discardStores();
  expect([directories.size, locks.size]).toEqual([0, 0]);
});

it("names nothing on the disk after what it holds, and one that is not wanted goes at once", async () => {
  const store = await openDiskStore(size);
  expect(files()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  await store?.discard();
  expect(files()).toEqual([]);
});

it("what a tab has left that is no more is removed, and what another one uses is not", async () => {
  await openDiskStore(size);
  const [used = ""] = directories.keys();
  directories.set("einmal-files-left", new Map([["x", new Blob()]]));
  directories.set("of somebody else", new Map());
  await removeLeftFiles();
  expect([...directories.keys()]).toEqual([used, "of somebody else"]);
});

it.each<[string, () => void]>([
  ["a disk without room", () => (quota = size)],
  ["no such file system", () => vi.stubGlobal("navigator", { storage: {} })],
  ["no storage at all", () => vi.stubGlobal("navigator", {})],
  [
    "a private window",
    () => {
      const getDirectory = () => Promise.reject(new DOMException("", "SecurityError"));
      const estimate = async () => ({ quota, usage: 0 });
      vi.stubGlobal("navigator", { storage: { estimate, getDirectory }, locks: { request } });
    },
  ],
])("there is no room with %s, and that is no error", async (_, take) => {
  take();
  expect(await openDiskStore(size)).toBeUndefined();
  await removeLeftFiles();
  expect(directories.size).toBe(0);
});

it("a file in memory is what was written, of no type, or nothing", async () => {
  const store = new MemoryStore();
  await store.write(new Uint8Array([7]));
  const content = await store.finish();
  expect([content.size, content.type]).toEqual([1, "application/octet-stream"]);
});
