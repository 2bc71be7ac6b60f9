// A camera or microphone that could not be had: why, and what can be done.
import { useSignal } from "@preact/signals";
import type { LocalMedia, Problem } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { type Agent, thisAgent } from "../../page/agent.ts";
import { ownLink } from "../../page/ownlink.ts";
import { OpenElsewhere } from "../guides/elsewhere.tsx";
import { Guide } from "../guides/guide.tsx";
import type { Topic } from "../guides/topics.ts";
import { actionText } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

/** Asks again, for what was wanted: a camera that fails is no reason to open the microphone. */
export function retryDevice(media: LocalMedia, kind: CallKind, { device }: Problem): void {
  if (device === "camera") void media.setCamera(true);
  else if (device === "microphone") void media.setMicrophone(true);
  else void media.switchOn({ microphone: true, camera: kind === "video" });
}

interface Props {
  media: LocalMedia;
  onRetry: (problem: Problem) => void;
  /** Offered where a missing or busy camera need not cost the microphone. */
  onSoundOnly?: () => void;
  /** Whether it can be put away without another try. */
  dismissible?: boolean;
}

export function DeviceProblem({ media, onRetry, onSoundOnly, dismissible }: Props) {
  const dismissed = useSignal<Problem | undefined>(undefined);
  const problem = media.problem.value;
  if (!problem || problem === dismissed.value) return null;
  const { device } = problem;
  const agent = thisAgent();
  const unavailable = problem.code === "device-unavailable";
  const code = unavailable && agent.inApp ? "device-in-app" : problem.code;
  const settled = code === "device-changed";
  const topic = topicOf(code, agent);
  const cameraOnly = (code === "device-missing" || code === "device-busy") && device === "camera";
  return (
    <Notice code={code} device={device} more={topic && <Guide topic={topic} />}>
      {unavailable && ownLink.value && <OpenElsewhere link={ownLink.value} />}
      {!settled && !unavailable && (
        <Button data-test="retry-devices" onClick={() => onRetry(problem)}>
          {actionText(code === "device-dismissed" ? "action.ask" : "action.retry")}
        </Button>
      )}
      {cameraOnly && onSoundOnly && !media.microphone.value && (
        <Button data-test="sound-only" onClick={onSoundOnly}>
          {actionText("action.sound-only")}
        </Button>
      )}
      {(dismissible || settled) && (
        <Button
          kind="quiet"
          data-test="dismiss"
          onClick={() => {
            dismissed.value = problem;
          }}
        >
          {actionText("action.dismiss")}
        </Button>
      )}
    </Notice>
  );
}

/** What is to be shown of where to press. */
function topicOf(code: string, { browser, system }: Agent): Topic | undefined {
  switch (code) {
    case "device-denied":
    case "device-again":
    case "device-withdrawn":
      return "site";
    case "device-system":
      return "system";
    case "device-in-app":
      return "app";
    // Firefox finds none where the system keeps them from it.
    case "device-missing":
      return browser === "firefox" && (system === "macos" || system === "windows")
        ? "system"
        : undefined;
    default:
      return undefined;
  }
}
