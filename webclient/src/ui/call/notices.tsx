// What lies over the stage for a while: problems, people at the door, sound that waits for a tap.
import { useSignal } from "@preact/signals";
import type { CallModel, LocalMedia, Peer } from "../../call/model.ts";
import type { HostRoom } from "../../page/services.ts";
import { actionText, t } from "../i18n/index.ts";
import { LeftForYou } from "../mailbox/leftforyou.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { playRefused, soundBlocked } from "../parts/playback.ts";
import { DeviceProblem, retryDevice } from "../screens/deviceproblem.tsx";
import { TogetherSays } from "../together/together.tsx";
import { CaptionsOffer } from "./captions.tsx";
import { HostingNotice } from "./hostingnotice.tsx";
import { Knocks } from "./knocks.tsx";
import { UplinkNotice } from "./linenotice.tsx";
import { MediaHints } from "./mediahints.tsx";
import { RequestNotice } from "./requestnotice.tsx";
import { ShareProblem } from "./sharenotices.tsx";
import "./notices.css";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** One's own. */
  name: string;
  /** The guest link. */
  invitation?: string | undefined;
  /** The room, if this page is its host's. */
  room?: HostRoom | undefined;
}

export function Notices({ model, media, name, invitation, room }: Props) {
  return (
    <div class="notices">
      <CallProblem model={model} />
      <OtherPrograms peers={model.everybody.value} />
      <ServerGone model={model} />
      <HostAwayNotice model={model} />
      <HostingNotice hosting={model.hosting} />
      {media && <RequestNotice model={model} media={media} />}
      <CaptionsOffer model={model} />
      <TogetherSays place="Notice" model={model} media={media} />
      {media && <MediaHints media={media} />}
      <UplinkNotice quality={model.quality} />
      {media && <ShareProblem screen={media.screen} />}
      {media && (
        <DeviceProblem
          media={media}
          onRetry={(problem) => retryDevice(media, model.kind, problem)}
          dismissible
        />
      )}
      {soundBlocked.value && (
        <div class="notices-tap" data-test="problem" data-code="sound-needs-tap">
          <Button kind="primary" icon="sound" wide data-test="play-sound" onClick={playRefused}>
            {t("call.tap")}
          </Button>
        </div>
      )}
      <LeftForYou model={model} link={invitation} />
      <Knocks model={model} name={name} room={room} />
    </div>
  );
}

function ServerGone({ model }: { model: CallModel }) {
  const { serverHere, fate, refusal } = model;
  if (serverHere.value) return null;
  if (fate.value === "room-gone") return <Notice code="room-gone-in-call" />;
  return <Notice code={fate.value ?? refusal.value ?? "server-gone-in-call"} />;
}

/** Guest: stands there for as long as the host is not in the call. */
function HostAwayNotice({ model }: { model: CallModel }) {
  const { hostAway, hostName, closed, everybody } = model;
  if (hostAway.value === undefined || closed.value) return null;
  const host = hostName.value ?? t("app.your-host");
  const meanwhile = t(everybody.value.length > 0 ? "away.go-on" : "away.wait");
  return (
    <p class="notices-line" role="status" data-test="host-away" data-how={hostAway.value}>
      {t(`away.${hostAway.value}`, { host })} {meanwhile}
    </p>
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
