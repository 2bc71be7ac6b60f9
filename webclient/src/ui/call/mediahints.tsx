// What somebody in the call may not notice of their own microphone and camera. Each hint can be put
// away, and a new reason for it brings it back.
import { useSignal, useSignalEffect } from "@preact/signals";
import type { LocalMedia, MicrophoneHint } from "../../call/model.ts";
import { actionText } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

type CameraHint = "camera-paused" | "camera-was-paused";

/** How long the picture may be held back, in ms: some cameras take a moment to start. */
const pausedMs = 3_000;

export function MediaHints({ media }: { media: LocalMedia }) {
  const camera = useCameraHint(media);
  const put = useSignal<MicrophoneHint | CameraHint | undefined>(undefined);
  useSignalEffect(() => {
    if (media.hint.value === undefined && camera.value === undefined) put.value = undefined;
  });
  const hint = media.hint.value ?? camera.value;
  if (hint === undefined || hint === put.value) return null;
  return (
    <Notice code={hint}>
      {hint === "talking-muted" && (
        <Button data-test="unmute" onClick={() => media.setMicrophone(true)}>
          {actionText("action.unmute")}
        </Button>
      )}
      <Button
        kind="quiet"
        data-test="dismiss-hint"
        onClick={() => {
          put.value = hint;
          if (hint === "camera-was-paused") camera.value = undefined;
        }}
      >
        {actionText("action.dismiss")}
      </Button>
    </Notice>
  );
}

/** The browser or the system holds the camera's picture back, or did while nobody looked. */
function useCameraHint(media: LocalMedia) {
  const hint = useSignal<CameraHint | undefined>(undefined);
  useSignalEffect(() => {
    const track = media.camera.value ? media.stream.getVideoTracks()[0] : undefined;
    if (track === undefined) {
      hint.value = undefined;
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (!track.muted) {
        if (hint.peek() === "camera-paused") hint.value = undefined;
      } else if (document.hidden) hint.value = "camera-was-paused";
      else
        timer = setTimeout(() => {
          hint.value = "camera-paused";
        }, pausedMs);
    };
    look();
    track.addEventListener("mute", look);
    track.addEventListener("unmute", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      track.removeEventListener("mute", look);
      track.removeEventListener("unmute", look);
      document.removeEventListener("visibilitychange", look);
    };
  });
  return hint;
}
