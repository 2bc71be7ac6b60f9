// Keys that work while nobody is typing: M, V, C, Ctrl+Shift+X, and F6 to go from region to region.
import { useEffect } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { toggle } from "../parts/mediabutton.tsx";

interface Reach {
  model: CallModel;
  media: LocalMedia | undefined;
  toggleChat: (() => void) | undefined;
  leave: () => void;
}

export function useShortcuts(reach: Reach): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (handleKey(event, reach)) event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  });
}

function isTyping(): boolean {
  const focused = document.activeElement;
  return (
    focused?.matches(
      "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]",
    ) === true
  );
}

/** True if the key meant something here. */
function handleKey(event: KeyboardEvent, { model, media, toggleChat, leave }: Reach): boolean {
  if (event.key === "F6") return goToRegion(event.shiftKey ? -1 : 1);
  if (event.repeat || isTyping() || document.querySelector("dialog[open]")) return false;
  const key = event.key.toLowerCase();
  if (key === "x" && event.ctrlKey && event.shiftKey) {
    leave();
    return true;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  if (key === "m" && media) void toggle(media, "microphone");
  else if (key === "v" && media && model.kind === "video") void toggle(media, "camera");
  else if (key === "c" && toggleChat) toggleChat();
  else return false;
  return true;
}

function goToRegion(step: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
  if (regions.length === 0) return false;
  const innermost = document.activeElement?.closest<HTMLElement>("[data-region]");
  const now = innermost ? regions.indexOf(innermost) : -1;
  const next = now < 0 ? 0 : (now + step + regions.length) % regions.length;
  regions[next]?.focus();
  return true;
}
