// A camera or microphone that could not be had: why, and what can be done.
import type { LocalMedia } from "../../call/model.ts";
import { actionText } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

interface Props {
  media: LocalMedia;
  onRetry: () => void;
  /** Offered where a missing or busy camera need not cost the microphone. */
  onSoundOnly?: () => void;
}

export function DeviceProblem({ media, onRetry, onSoundOnly }: Props) {
  const problem = media.problem.value;
  if (!problem) return null;
  const cameraOnly = problem.code === "device-missing" || problem.code === "device-busy";
  return (
    <Notice code={problem.code} device={problem.device}>
      <Button data-test="retry-devices" onClick={onRetry}>
        {actionText(problem.code === "device-dismissed" ? "action.ask" : "action.retry")}
      </Button>
      {cameraOnly && onSoundOnly && !media.microphone.value && (
        <Button data-test="sound-only" onClick={onSoundOnly}>
          {actionText("action.sound-only")}
        </Button>
      )}
    </Notice>
  );
}
