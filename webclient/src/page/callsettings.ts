// What a person has changed about their calls in this browser: sounds, notifications and keys.
//
// It stands in the local storage only while it differs from what everybody starts with, and names
// neither a person nor a room (docs/adr/0030).
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { voice } from "../media/processing.ts";

/** What a single key can do in a call. */
export const keyActions = [
  ...(["microphone", "talk", "camera", "share", "hand", "chat"] as const),
  ...(["pin", "layout", "keys"] as const),
] as const;
export type KeyAction = (typeof keyActions)[number];
export type Keys = Readonly<Record<KeyAction, string>>;

export interface CallSettings {
  /** Of knocks, of people who come and go, and of the timer. */
  readonly sounds: boolean;
  /** The person wants notifications; the browser has to allow them as well. */
  readonly notify: boolean;
  /** Single keys do something. */
  readonly singleKeys: boolean;
  /** In lower case. */
  readonly keys: Keys;
  /** What the browser does to the microphone's sound; see media/processing.ts. */
  readonly echo: boolean;
  readonly noise: boolean;
  readonly music: boolean;
  /** The background of one's picture is blurred; see media/blur.ts. */
  readonly blur: boolean;
  readonly captionSize: CaptionSize;
}

export const captionSizes = ["normal", "large", "larger"] as const;
export type CaptionSize = (typeof captionSizes)[number];

const switchNames = [
  ...(["sounds", "notify", "singleKeys"] as const),
  ...(["echo", "noise", "music", "blur"] as const),
] as const;

const entryName = "einmal settings";

export const firstKeys: Keys = {
  ...{ microphone: "m", talk: "t", camera: "v", share: "s", hand: "h", chat: "c" },
  ...{ pin: "p", layout: "l", keys: "?" },
};
const first: CallSettings = {
  ...{ sounds: true, notify: false, singleKeys: true, keys: firstKeys },
  ...voice,
  blur: false,
  captionSize: "normal",
};

const current = signal(readEntry());
export const callSettings: ReadonlySignal<CallSettings> = current;
/** False once the browser has refused to store a change: it holds until the page is left. */
export const settingsKept = signal(true);

// Another tab of this browser has changed them.
globalThis.addEventListener("storage", ({ key }) => {
  if (key === entryName || key === null) current.value = readEntry();
});

export function changeSettings(change: Partial<CallSettings>): void {
  current.value = { ...current.value, ...change };
  const text = JSON.stringify(current.value);
  try {
    if (text === JSON.stringify(first)) localStorage.removeItem(entryName);
    else localStorage.setItem(entryName, text);
    settingsKept.value = true;
  } catch {
    settingsKept.value = false;
  }
}

/** One letter or digit, or the question mark: what every keyboard has without a third key. */
export function isSingleKey(text: string): boolean {
  return /^[\p{L}\p{N}?]$/u.test(text);
}

/** What `key` does, if it does something. */
export function actionOf(key: string, keys: Keys = callSettings.value.keys): KeyAction | undefined {
  return keyActions.find((action) => keys[action] === key.toLowerCase());
}

/** Sets the key of an action, unless it does something else: then it says what. */
export function changeKey(action: KeyAction, key: string): KeyAction | undefined {
  const taken = actionOf(key);
  if (taken !== undefined && taken !== action) return taken;
  changeSettings({ keys: { ...callSettings.peek().keys, [action]: key.toLowerCase() } });
  return undefined;
}

/** What cannot be read, or is of another version, is as at first. */
function readEntry(): CallSettings {
  try {
    const entry: unknown = JSON.parse(localStorage.getItem(entryName) ?? "{}");
    const found = Object(entry) as Record<string, unknown>;
    const switches = switchNames.map((name) => [
      name,
      typeof found[name] === "boolean" ? found[name] : first[name],
    ]);
    const captionSize = captionSizes.find((size) => size === found.captionSize);
    return {
      ...first,
      ...Object.fromEntries(switches),
      keys: readKeys(found.keys),
      captionSize: captionSize ?? first.captionSize,
    };
  } catch {
    return first;
  }
}

function readKeys(entry: unknown): Keys {
  const found = Object(entry) as Record<string, unknown>;
  // One that there was not yet when this was stored is as at first.
  const all = keyActions.map((action) => String(found[action] ?? firstKeys[action]));
  const valid = all.every((key) => isSingleKey(key) && key === key.toLowerCase());
  if (!valid || new Set(all).size < all.length) return firstKeys;
  return Object.fromEntries(keyActions.map((action, i) => [action, all[i]])) as unknown as Keys;
}
