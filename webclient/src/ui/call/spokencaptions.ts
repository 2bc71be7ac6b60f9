// Has the browser write down what the person says, on this device, while that is switched on and
// the microphone is.
import { useSignalEffect } from "@preact/signals";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { recognise } from "../../page/recognition.ts";
import { spokenLanguage } from "../i18n/index.ts";
import { captions } from "./captionswitches.ts";

export function useSpokenCaptions(model: CallModel, media: LocalMedia | undefined): void {
  useSignalEffect(() => {
    const on = captions.spoken.value && media?.microphone.value;
    const track = on ? media?.stream.getAudioTracks()[0] : undefined;
    if (track === undefined) return;
    return recognise(track, spokenLanguage(), (text, partial) =>
      model.participation.caption(text, partial),
    );
  });
}
