// What lies over the stage for a while: problems, people at the door, sound that waits for a tap.
import { useSignal } from "@preact/signals";
import type { CallModel, LocalMedia, Peer, Problem } from "../../call/model.ts";
import { actionText, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { playRefused, soundBlocked } from "../parts/playback.ts";
import { DeviceProblem } from "../screens/deviceproblem.tsx";
import { Knocks } from "./knocks.tsx";
import { MediaHints } from "./mediahints.tsx";
import "./notices.css";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** One's own. */
  name: string;
}

export function Notices({ model, media, name }: Props) {
  // Only what was wanted: a camera that fails is no reason to open the microphone.
  const retryDevice = ({ device }: Problem) => {
    if (device === "camera") void media?.setCamera(true);
    else if (device === "microphone") void media?.setMicrophone(true);
    else void media?.switchOn({ microphone: true, camera: model.kind === "video" });
  };
  return (
    <div class="notices">
      <CallProblem model={model} />
      <OtherPrograms peers={model.peers.value} />
      {!model.serverHere.value && <Notice code={model.refusal.value ?? "server-gone-in-call"} />}
      {media && <MediaHints media={media} />}
      {media && <DeviceProblem media={media} onRetry={retryDevice} dismissible />}
      {soundBlocked.value && (
        <div class="notices-tap" data-test="problem" data-code="sound-needs-tap">
          <Button kind="primary" icon="sound" wide data-test="play-sound" onClick={playRefused}>
            {t("call.tap")}
          </Button>
        </div>
      )}
      <Knocks model={model} name={name} />
    </div>
  );
}

function CallProblem({ model }: { model: CallModel }) {
  const problem = model.problem.value;
  if (!problem) return null;
  const grave = problem.code === "alarm";
  return (
    <Notice
      code={problem.code}
      name={problem.name}
      host={model.hostName.value}
      late={problem.late}
      grave={grave}
    >
      {grave ? (
        <Button kind="danger" onClick={() => model.leave()}>
          {actionText("action.leave")}
        </Button>
      ) : (
        <Button kind="quiet" data-test="dismiss" onClick={() => model.dismissProblem()}>
          {actionText("action.dismiss")}
        </Button>
      )}
    </Notice>
  );
}

/** Whom the server gave another program than us. */
function OtherPrograms({ peers }: { peers: readonly Peer[] }) {
  const read = useSignal<readonly string[]>([]);
  return peers
    .filter(({ sid, program }) => program === "different" && !read.value.includes(sid))
    .map(({ sid, name }) => (
      <Notice key={sid} code="build-differs" name={name}>
        <Button
          kind="quiet"
          data-test="dismiss-program"
          onClick={() => {
            read.value = [...read.value, sid];
          }}
        >
          {actionText("action.dismiss")}
        </Button>
      </Notice>
    ));
}
