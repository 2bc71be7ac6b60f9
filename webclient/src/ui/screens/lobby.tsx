// A guest has knocked and waits. There is no deadline here.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { loadModule } from "../../page/chunk.ts";
import { IncidentBanner } from "../call/incident.tsx";
import { actionText, longDate, t } from "../i18n/index.ts";
import { stage } from "../late.ts";
import { LeftForYou } from "../mailbox/leftforyou.tsx";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { NotifySwitch } from "../parts/notifyswitch.tsx";
import { OwnPreview } from "../parts/ownpreview.tsx";
import { PageLayout } from "../parts/page.tsx";
import { ShownLate } from "../recording/late.tsx";
import { DeviceProblem, retryDevice } from "./deviceproblem.tsx";
import { ModelProblem } from "./modelproblem.tsx";
import { soonMs } from "./roomname.ts";
import "./lobby.css";

/** How often a page looks at its clock, in ms. */
const lookMs = 30_000;

const loadRecorded = async () =>
  (await loadModule("ui/recording/lobby", () => import("../recording/lobby.tsx"))).RecordedLobby;

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** The guest link. */
  invitation?: string | undefined;
  /** The person was in the call before. */
  returning: boolean;
}

export function Lobby({ model, media, invitation, returning }: Props) {
  const host = model.hostName.value ?? t("app.your-host");
  const notes = model.notes.value;
  const call = stage.module.value; // what it brings beside the call is not waited for
  const note = notes[notes.length - 1];
  useEffect(() => {
    if (note) announce(`${t("lobby.note", { host })}: ${note}`);
  }, [note, host]);

  const closed = model.closed.value;
  const title = returning ? "lobby.back.title" : "lobby.title";
  return (
    <PageLayout
      title={t(closed ? "over.early" : title)}
      lead={model.topic.value}
      topic={model.topic.value}
    >
      <div class="stack" data-test="waiting">
        <p class="lobby-state" role="status">
          {stateOf(model, host)}
        </p>
        {!closed && <PlannedFor when={model.appointment.value} />}
        {!closed && <p class="quiet">{t(media ? "lobby.unseen" : "lobby.unseen.chat")}</p>}
      </div>
      <ShownLate when={model.recorder.value !== undefined && !closed} load={loadRecorded} />
      <LeftForYou model={model} link={invitation} />
      <IncidentBanner model={model} />
      <ModelProblem model={model} />
      {notes.length > 0 && (
        <section class="lobby-notes">
          <h2>{t("lobby.note", { host })}</h2>
          <ul>
            {notes.map((text, i) => (
              <li key={i}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      {media && (
        <>
          <DeviceProblem
            media={media}
            onRetry={(problem) => retryDevice(media, model.kind, problem)}
            dismissible
          />
          <div class="lobby-preview">
            <OwnPreview kind={model.kind} media={media} />
          </div>
        </>
      )}
      {!closed && <NotifySwitch about="admitted" />}
      <div class="lobby-do">
        {closed ? (
          <Button kind="primary" data-test="retry" onClick={() => location.reload()}>
            {actionText("action.retry")}
          </Button>
        ) : (
          <>
            <Button data-test="leave" onClick={() => model.leave()}>
              {t("lobby.leave")}
            </Button>
            {call && <call.DataReport model={model} />}
          </>
        )}
      </div>
    </PageLayout>
  );
}

/** Whoever comes too early reads when to be here; in `brief`, not what to do until then. */
export function PlannedFor({ when, brief = false }: { when: Date | undefined; brief?: boolean }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, lookMs);
    return () => clearInterval(timer);
  }, []);
  if (when === undefined) return null;
  return (
    <p data-test="planned">
      {t("lobby.planned", { when: longDate(when) })}{" "}
      {!brief && when.getTime() - now.value >= soonMs && t("lobby.early")}
    </p>
  );
}

function stateOf(model: CallModel, host: string): string {
  if (model.closed.value) return t("lobby.closed");
  if (model.phase.value === "connecting" || !model.serverHere.value) return t("lobby.connecting");
  if (!model.hostHere.value) return t("lobby.not-here");
  if (model.shut.value) return t("lobby.locked", { host });
  if (!model.hostKnows.value) return t("lobby.knocking");
  return t(model.full.value ? "lobby.full" : "lobby.waiting", { host });
}
