// Whether recordings lie in this browser: the page then loads what shows them, and not before. Their
// directory says it, and nothing beside it: what is written beside it may be lost with a browser
// that is killed, and they would be hidden.

/** In the private file system of this origin. Rejects where there is none, unless it is made. */
export async function recordingsDirectory(create = false): Promise<FileSystemDirectoryHandle> {
  const top = await navigator.storage.getDirectory();
  return top.getDirectoryHandle(directoryName, { create });
}

export const directoryName = "einmal-recordings";

export const mayHoldRecordings = () =>
  recordingsDirectory().then(
    () => true,
    () => false,
  );
