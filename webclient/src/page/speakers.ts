// Which loudspeaker the others are heard from, where the browser lets a page choose
// (HTMLMediaElement.setSinkId). Forgotten with the page.
import { type ReadonlySignal, signal } from "@preact/signals-core";

export interface Speaker {
  readonly id: string;
  readonly label: string;
}

interface ChoosesOutput {
  selectAudioOutput?(): Promise<MediaDeviceInfo>;
}

const list = signal<readonly Speaker[]>([]);
const chosen = signal("");

/** Those that the browser names; it may name none before a microphone was allowed. */
export const speakers: ReadonlySignal<readonly Speaker[]> = list;
/** Empty for the browser's choice. */
export const chosenSpeaker: ReadonlySignal<string> = chosen;

export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** The browser has a list of its own, which names those that are not in ours. */
export function canAskForSpeaker(): boolean {
  return canChooseSpeaker() && "selectAudioOutput" in (navigator.mediaDevices ?? {});
}

export function chooseSpeaker(id: string): void {
  chosen.value = id;
}

/** Has the browser ask. Whoever closes its question has chosen nothing. */
export async function askForSpeaker(): Promise<void> {
  try {
    const found = await (navigator.mediaDevices as ChoosesOutput).selectAudioOutput?.();
    if (found === undefined) return;
    await listSpeakers();
    if (!list.peek().some(({ id }) => id === found.deviceId))
      list.value = [...list.peek(), { id: found.deviceId, label: found.label }];
    chosen.value = found.deviceId;
  } catch {
    // As before.
  }
}

/** Looks at what there is now; what was unplugged is no longer chosen. */
export async function listSpeakers(): Promise<void> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    const found = all.filter(({ kind, deviceId }) => kind === "audiooutput" && deviceId !== "");
    list.value = found.map(({ deviceId, label }, n) => ({
      id: deviceId,
      label: label || `${n + 1}`,
    }));
  } catch {
    list.value = [];
  }
  if (!list.peek().some(({ id }) => id === chosen.peek())) chosen.value = "";
}

/** Calls it now and whenever something is plugged in or out. Returns what stops that. */
export function followSpeakers(): () => void {
  const look = () => void listSpeakers();
  look();
  navigator.mediaDevices?.addEventListener("devicechange", look);
  return () => navigator.mediaDevices?.removeEventListener("devicechange", look);
}

/** Plays an element there. If it is gone, the browser's own choice plays. */
export function playOn(element: HTMLMediaElement, id: string): void {
  if (!canChooseSpeaker() || element.sinkId === id) return;
  element.setSinkId(id).catch(() => {
    if (chosen.peek() === id) chosen.value = "";
  });
}
