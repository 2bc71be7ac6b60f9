// After the call, and for anybody who comes too late.
import type { CallModel, ChatLine, Ending } from "../../call/model.ts";
import { clock, problemText, problemTitle, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";
import { chatAsText } from "../text/chatlog.ts";
import { download, downloadText } from "../text/download.ts";
import "./over.css";

/** The same words for a room that ended, expired or never was: nobody can tell which. */
export function Gone() {
  return (
    <Page title={problemTitle("room-gone")} test="gone" code="room-gone">
      <p data-test="problem" data-code="room-gone">
        {problemText("room-gone")}
      </p>
    </Page>
  );
}

interface Props {
  model: CallModel;
  /** False for a guest who went before being let in. */
  wasIn: boolean;
  /** Where the next room is made. */
  start: string;
}

export function Over({ model, wasIn, start }: Props) {
  const ending = model.ending.value ?? "ended";
  const early = ending === "left" && !wasIn;
  const refused = ending === "denied" || ending === "removed" || ending === "replaced";
  const title = refused ? problemTitle(ending) : t(early ? "over.early" : `over.${ending}`);
  return (
    <Page title={title} test="over" code={ending}>
      <div class="stack">
        {refused ? (
          <p data-test="problem" data-code={ending}>
            {problemText(ending, { host: model.hostName.value })}
          </p>
        ) : (
          <p class="over-fate">{early ? t("over.early.lead") : fate(model, ending)}</p>
        )}
        {ending === "forgotten" && <Forgotten model={model} />}
        {model.kind !== "chat" && ending !== "replaced" && <p class="quiet">{t("over.devices")}</p>}
      </div>
      <SaveChat model={model} />
      {model.role === "host" && <a href={start}>{t("over.again")}</a>}
    </Page>
  );
}

function fate(model: CallModel, ending: Ending): string {
  if (ending === "left") return t("over.left.lead");
  const [at, left] = [model.endedAt.value, model.leftAt.value];
  if (ending === "forgotten" && !at) {
    return left ? t("over.forgotten.at", { time: clock(left, true) }) : t("over.forgotten.unconfirmed");
  }
  return at ? t("over.ended.at", { time: clock(at, true) }) : t("over.ended.lead");
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
