// Keys that work while nobody is typing: single ones, which the person can change and switch off,
// Ctrl+Shift+X, and F6 to go from region to region.
import { useEffect } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { actionOf, callSettings, type KeyAction } from "../../page/callsettings.ts";
import type { View } from "../../page/callview.ts";
import { toggle } from "../parts/mediabutton.tsx";
import type { Voices } from "./layout/usespeaker.ts";
import { pinByKey } from "./pins.ts";
import { usePushToTalk } from "./pushtotalk.ts";
import { openSettings } from "./settings.tsx";
import { turnView } from "./viewsheet.tsx";

interface Reach {
  model: CallModel;
  media: LocalMedia | undefined;
  toggleChat: (() => void) | undefined;
  leave: () => void;
  view: View;
  voices: Voices;
}

export function useShortcuts(reach: Reach): void {
  usePushToTalk(reach.media, singleKeyOf);
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
function handleKey(event: KeyboardEvent, reach: Reach): boolean {
  if (event.key === "F6") return goToRegion(event.shiftKey ? -1 : 1);
  if (event.repeat || isTyping() || document.querySelector("dialog[open]")) return false;
  const key = event.key.toLowerCase();
  if (key === "x" && event.ctrlKey && event.shiftKey) {
    reach.leave();
    return true;
  }
  return act(singleKeyOf(event), reach);
}

/** What a single key does now, if it does something and nobody is typing. */
export function singleKeyOf(event: KeyboardEvent): KeyAction | undefined {
  if (event.repeat || isTyping() || document.querySelector("dialog[open]")) return undefined;
  return callSettings.peek().singleKeys && isBare(event) ? actionOf(event.key) : undefined;
}

/** Shift makes another letter, but is how many keyboards make a digit or a question mark. */
function isBare(event: KeyboardEvent): boolean {
  const shifted = event.shiftKey && event.key.toLowerCase() !== event.key.toUpperCase();
  return !(event.ctrlKey || event.altKey || event.metaKey || shifted);
}

function act(action: KeyAction | undefined, reach: Reach): boolean {
  const { model, media, toggleChat, view, voices } = reach;
  const placed = model.kind !== "chat";
  if (action === "microphone" && media) void toggle(media, "microphone");
  else if (action === "camera" && media && model.kind === "video") void toggle(media, "camera");
  else if (action === "share" && model.kind === "video") pressShare();
  else if (action === "hand") model.participation.raise(!model.participation.raised.peek());
  else if (action === "chat" && toggleChat) toggleChat();
  else if (action === "pin" && placed)
    return pinByKey(view, model.peers.peek(), voices.speaker.peek());
  else if (action === "layout" && placed) turnView(view, model);
  else if (action === "keys") openSettings("keys");
  else return false;
  return true;
}

/** The button knows what it does at the moment; a key is as good as a press (screen-capture 5.1). */
function pressShare(): void {
  document.querySelector<HTMLElement>("[data-test=share]")?.click();
}

/** What a control says about its single key; undefined while those are switched off. */
export function shortcutOf(action: KeyAction): string | undefined {
  const { singleKeys, keys } = callSettings.value;
  return singleKeys ? keys[action].toUpperCase() : undefined;
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
