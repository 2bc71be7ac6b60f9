// The ways in which a person hands over a file: by choosing, by dropping, by pasting.
import { useRef } from "preact/hooks";
import type { SharedFiles } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";

export function FileChoice({ files }: { files: SharedFiles }) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = () => {
    if (!input.current) return;
    sendAll(files, input.current.files);
    input.current.value = ""; // the same file may be chosen again
  };
  return (
    <>
      <input ref={input} type="file" hidden multiple data-test="file-input" onChange={chosen} />
      <IconButton
        icon="attach"
        label={t("file.choose")}
        data-test="file-choose"
        onClick={() => input.current?.click()}
      />
    </>
  );
}

/** For the element on which files may be dropped. */
export function dropTarget(files: SharedFiles) {
  return {
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      sendAll(files, event.dataTransfer?.files);
    },
  };
}

/** A browser opens a file that is dropped next to its target, and the call would be gone. */
export const dropGuard = {
  onDragOver: (event: DragEvent) => event.preventDefault(),
  onDrop: (event: DragEvent) => event.preventDefault(),
};

/** Pasted text stays text, even if a program adds a picture of it. */
export function pasted(files: SharedFiles, event: ClipboardEvent): void {
  const data = event.clipboardData;
  if (!data || data.files.length === 0 || data.types.includes("text/plain")) return;
  event.preventDefault();
  sendAll(files, data.files);
}

function sendAll(files: SharedFiles, list: FileList | null | undefined): void {
  for (const file of list ?? []) files.send(file);
}
