// The screens after a call, and for anybody who comes too late.
import type { CallModel, ChatLine, Ending } from "../../call/model.ts";
import type { ReturnToCall } from "../../page/services.ts";
import { laterThanNow } from "../call/leavesheet.tsx";
import { problemText, problemTitle, shortDate, t, timeOfDay } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageLayout } from "../parts/page.tsx";
import { KeptLate } from "../recording/late.tsx";
import { chatAsText } from "../text/chatlog.ts";
import { download, downloadText } from "../text/download.ts";
import { ComeBack } from "./comeback.tsx";
import "./over.css";

/** The same words for a room that ended, expired or never was: nobody can tell which. */
export function RoomGone() {
  return (
    <PageLayout title={problemTitle("room-gone")} test="gone" code="room-gone">
      <p data-test="problem" data-code="room-gone">
        {problemText("room-gone")}
      </p>
    </PageLayout>
  );
}

interface Props {
  model: CallModel;
  /** False for a guest who went before being let in. */
  wasIn: boolean;
  /** Where the next room is made. */
  start: string;
  /** After leaving, as long as it is not forgotten. */
  back: ReturnToCall | undefined;
  onBack: (back: ReturnToCall) => void;
}

export function CallOver({ model, wasIn, start, back, onBack }: Props) {
  const ending = model.ending.value ?? "ended";
  const refused = ending === "denied" || ending === "removed" || ending === "replaced";
  return (
    <PageLayout
      key={ending}
      title={titleOf(model, ending, wasIn, refused)}
      test="over"
      code={ending}
    >
      <div class="stack">
        {refused ? (
          <p data-test="problem" data-code={ending}>
            {problemText(ending, { host: model.hostName.value })}
          </p>
        ) : (
          <p class="over-fate" role="status">
            {fateOf(model, wasIn)}
          </p>
        )}
        <Unconfirmed model={model} />
        {ending === "forgotten" && <Forgotten model={model} />}
        {model.kind !== "chat" && ending !== "replaced" && <p class="quiet">{t("over.devices")}</p>}
      </div>
      {back && (
        <ComeBack back={back} onBack={() => onBack(back)} onForget={() => model.forgetMe(false)} />
      )}
      <SaveChat model={model} />
      <KeptLate />
      {model.role === "host" && !isPending(model) && (
        <a href={start} data-test="again">
          {t("over.again")}
        </a>
      )}
    </PageLayout>
  );
}

/** This page has something to say to the server yet. */
const isPending = ({ endSaid, endedAt, closed }: CallModel) =>
  endSaid.value && !endedAt.value && !closed.value;

function titleOf(model: CallModel, ending: Ending, wasIn: boolean, refused: boolean): string {
  if (refused || ending === "ended-by-operator") return problemTitle(ending);
  if (ending === "ended" || model.endSaid.value) return t("over.ended");
  return t(wasIn ? "over.left" : "over.early");
}

/** What became of the room, or of the visit, as far as we know. */
function fateOf(model: CallModel, wasIn: boolean): string {
  const [at, left, ending] = [model.endedAt.value, model.leftAt.value, model.ending.value];
  const host = model.hostName.value ?? t("app.your-host");
  if ((ending === "ended-by-operator" || model.fate.value === "ended-by-operator") && at)
    return t("over.ended.by-operator", { time: timeOfDay(at, true) });
  if (at) return t("over.ended.at", { time: timeOfDay(at, true) });
  if (model.endSaid.value)
    return t(isPending(model) ? "over.ended.pending" : "over.ended.unconfirmed");
  if (ending === "ended") return t("over.ended.by-host", { host });
  if (ending === "forgotten" && left)
    return t("over.forgotten.at", { time: timeOfDay(left, true) });
  if (ending === "forgotten") return t("over.forgotten.unconfirmed");
  if (model.stays.value !== undefined) return keptWords(model);
  if (!wasIn) return t("over.early.lead");
  return model.role === "host" ? t("over.left.lead") : t("back.guest.lead", { host });
}

/** Host: the room is to stay. */
function keptWords({ stays, expires }: CallModel): string {
  if (stays.value !== "promised")
    return t(stays.value === "asked" ? "back.stays.asked" : "back.stays.unheard");
  const until = laterThanNow(expires.value);
  return until ? t("back.stays.until", { until: shortDate(until) }) : t("back.stays");
}

/** Host: the server does not hear that the call is over. */
function Unconfirmed({ model }: { model: CallModel }) {
  if (!model.endSaid.value || model.endedAt.value || model.serverHere.value) return null;
  return (
    <>
      {isPending(model) && <Notice code={model.refusal.value ?? "server-unreachable"} />}
      <p>{t("over.ended.else")}</p>
    </>
  );
}

function Forgotten({ model }: { model: CallModel }) {
  return (
    <>
      {model.leftAt.value && <p>{t("over.forgotten.rest")}</p>}
      <p>{t("over.forgotten.here")}</p>
    </>
  );
}

function SaveChat({ model }: { model: CallModel }) {
  const lines = model.chat.value;
  if (lines.length === 0) return null;
  return (
    <div class="row">
      <Button
        icon="download"
        data-test="save-chat"
        onClick={() => downloadText("chat.txt", "text/plain", chatAsText(lines))}
      >
        {t("over.save-chat")}
      </Button>
      {lines.map((line) => (
        <SaveFile key={line.id} line={line} />
      ))}
      <p class="quiet">{t("over.save-chat.hint")}</p>
    </div>
  );
}

function SaveFile({ line }: { line: ChatLine }) {
  const { name, content } = line.file?.value ?? {};
  if (name === undefined || content === undefined) return null;
  return (
    <Button icon="download" data-test="file-save" onClick={() => download(name, content)}>
      <span class="over-file">{t("over.save-file", { file: name })}</span>
    </Button>
  );
}
