// Hands the person a file that was made in this tab. Nothing goes to the server.

/** Offers `content` for saving under `name`. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob over by the next turns of the event loop; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
