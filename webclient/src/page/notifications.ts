// Messages of the system, for somebody who is looking at another window. Systems keep what they
// have shown: no text here may name anybody.
import { type ReadonlySignal, signal } from "@preact/signals-core";

export type NotificationState = "unsupported" | "default" | "denied" | "granted";

/** The browser has the function, and it fails: Chrome on Android. */
let fails = false;
const state = signal(readState());
/** Whether notifications can be shown, as far as the page has learnt. */
export const notificationState: ReadonlySignal<NotificationState> = state;

function readState(): NotificationState {
  if (fails || !("Notification" in globalThis)) return "unsupported";
  return Notification.permission;
}

/** The person may have changed it in the browser itself. */
export function refreshNotificationState(): void {
  state.value = readState();
}

/** Asks the browser. Only after a press, or it refuses by itself. */
export async function askToNotify(): Promise<NotificationState> {
  if (readState() === "default") await Notification.requestPermission().catch(() => undefined);
  refreshNotificationState();
  return state.value;
}

/** The person does not look at this page now. */
export function isElsewhere(): boolean {
  return document.hidden || !document.hasFocus();
}

interface Options {
  /** Stays until it is closed, where the system allows that. */
  readonly stays?: boolean;
  readonly onPress?: () => void;
}

/** Shows `text`; the function that it returns closes it. Undefined if it could not be shown. */
export function showNotification(
  text: string,
  { stays = false, onPress }: Options = {},
): (() => void) | undefined {
  if (readState() !== "granted") return undefined;
  try {
    const shown = new Notification(text, {
      tag: "einmal",
      lang: document.documentElement.lang,
      silent: true, // the page has a sound of its own
      requireInteraction: stays,
    });
    const closeShown = () => shown.close();
    shown.onclick = () => {
      window.focus();
      closeShown();
      onPress?.();
    };
    // What it says is not so any more when the page is gone.
    addEventListener("pagehide", closeShown, { once: true });
    return closeShown;
  } catch {
    fails = true;
    refreshNotificationState();
    return undefined;
  }
}
