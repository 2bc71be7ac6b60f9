// What calls in tabs that were killed have left in the private file system: removed when the page
// starts, so that it is small.

/** Of the name of a tab's directory; the tab holds a lock of that name. */
export const directoryPrefix = "einmal-files-";

/** Removes what tabs have left that are no more. */
export async function removeLeftFiles(): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    for await (const name of root.keys())
      if (name.startsWith(directoryPrefix)) await removeLeft(root, name);
  } catch {
    // A browser without such a directory has nothing in it.
  }
}

function removeLeft(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await root.removeEntry(name, { recursive: true });
  });
}
