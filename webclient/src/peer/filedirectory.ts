// The directory of this tab in the private file system of its origin. A lock says that its tab is
// there: what a tab left behind that was killed is found by that, and removed (leftfiles.ts).
import { directoryPrefix } from "./leftfiles.ts";

interface Own {
  readonly root: FileSystemDirectoryHandle;
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle;
  release(): void;
}
let own: Promise<Own> | undefined;

/** Made when it is first needed. Rejects where a browser has none. */
export async function ownDirectory(): Promise<FileSystemDirectoryHandle> {
  own ??= makeOwn();
  try {
    return (await own).handle;
  } catch (error) {
    own = undefined;
    throw error;
  }
}

async function makeOwn(): Promise<Own> {
  const root = await navigator.storage.getDirectory();
  const name = directoryPrefix + crypto.randomUUID();
  const release = await holdLock(name);
  return { root, name, release, handle: await root.getDirectoryHandle(name, { create: true }) };
}

function holdLock(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const untilReleased = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(name, untilReleased).catch(reject);
  });
}

/** What is in it goes with it, also what is being written. */
export async function discardDirectory(): Promise<void> {
  const last = await own?.catch(() => undefined);
  own = undefined;
  if (last === undefined) return;
  await last.root.removeEntry(last.name, { recursive: true }).catch(() => {});
  last.release();
}
