// What somebody in the call may not notice of their own microphone and camera. Each hint can be put
// away, and a new reason for it brings it back.
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { LocalMedia, MicrophoneHint } from "../../call/model.ts";
import { actionText } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

type CameraHint = "camera-paused" | "camera-was-paused";
type Hint = MicrophoneHint | CameraHint;

/** How long the picture may be held back, in ms: some cameras take a moment to start. */
const pausedMs = 3_000;

export function MediaHints({ media }: { media: LocalMedia }) {
  const camera = useCameraHint(media);
  return (
    <>
      <HintNotice hint={media.hint}>
        {media.hint.value === "talking-muted" && (
          <Button data-test="unmute" onClick={() => media.setMicrophone(true)}>
            {actionText("action.unmute")}
          </Button>
        )}
      </HintNotice>
      <HintNotice hint={camera} />
    </>
  );
}

interface HintProps {
  hint: ReadonlySignal<Hint | undefined>;
  children?: ComponentChildren;
}

function HintNotice({ hint, children }: HintProps) {
  const read = useSignal<Hint | undefined>(undefined);
  const code = hint.value;
  useEffect(() => {
    // What comes after it is news again.
    if (code !== read.peek()) read.value = undefined;
  }, [code]);
  if (code === undefined || code === read.value) return null;
  return (
    <Notice code={code}>
      {children}
      <Button
        kind="quiet"
        data-test="dismiss-hint"
        onClick={() => {
          read.value = code;
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
        // What the person missed while they were away is still worth a word.
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
