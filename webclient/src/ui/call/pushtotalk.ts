// Talking while a key is held. Whatever takes the keyboard away ends it: nobody is heard who does not
// hold the key.
import { useEffect } from "preact/hooks";
import type { LocalMedia } from "../../call/model.ts";
import type { KeyAction } from "../../page/callsettings.ts";

/** `actionOf` says what a key that went down is for. */
export function usePushToTalk(
  media: LocalMedia | undefined,
  actionOf: (event: KeyboardEvent) => KeyAction | undefined,
): void {
  useEffect(() => media && listenForKey(media, actionOf), [media]);
}

function listenForKey(
  media: LocalMedia,
  actionOf: (event: KeyboardEvent) => KeyAction | undefined,
): () => void {
  let held: string | undefined;
  const press = (event: KeyboardEvent) => {
    // Whoever is heard already stays so when the key comes up.
    if (held !== undefined || actionOf(event) !== "talk" || media.wanted.microphone.peek()) return;
    held = event.code;
    void media.setMicrophone(true);
  };
  const release = () => {
    if (held === undefined) return;
    held = undefined;
    void media.setMicrophone(false);
  };
  const releaseKey = ({ code }: KeyboardEvent) => {
    if (code === held) release();
  };
  addEventListener("keydown", press);
  addEventListener("keyup", releaseKey);
  addEventListener("blur", release);
  document.addEventListener("visibilitychange", release);
  return () => {
    release();
    removeEventListener("keydown", press);
    removeEventListener("keyup", releaseKey);
    removeEventListener("blur", release);
    document.removeEventListener("visibilitychange", release);
  };
}
