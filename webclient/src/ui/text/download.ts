// Hands the person a file that was made in this tab or came to it. Nothing goes to the server.

/** Offers a text for saving under `name`. */
export function downloadText(name: string, type: string, text: string): void {
  download(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Offers `content` for saving under `name`. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the blob over by the next turns of the event loop; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
