// Where a recording is asked for, and how it stands for whoever makes it.
import { useSignal } from "@preact/signals";
import type { CallModel } from "../../call/model.ts";
import { type Content, longestWhy, type RecordingModel } from "../../call/recording/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Switch } from "../parts/field.tsx";
import { TextField } from "../together/panel.tsx";
import { KeptRecordings } from "./kept.tsx";

interface Props {
  readonly model: CallModel;
  readonly recording: RecordingModel;
}

const forms = {
  together: ["sound", "picture", "screen"],
  sound: ["sound"],
  separate: ["sound", "separate"],
} as const satisfies Record<string, readonly Content[]>;
type Form = keyof typeof forms;

export function RecordingPanel({ model, recording }: Props) {
  const taking = recording.taking.value;
  const { stage } = taking;
  const request = recording.request.value;
  const isOwn = request?.recorder === recording.sid;
  return (
    <>
      {isOwn && <Standing recording={recording} />}
      {request && !isOwn && (
        <p>{t("recording.other", { name: recording.nameOf(request.recorder) })}</p>
      )}
      {taking.stage === "saving" && <Saving percent={taking.percent} />}
      <KeptRecordings key={stage} />
      {!request && <AskForm model={model} recording={recording} />}
    </>
  );
}

/** The words are read out once, and not each percent. */
function Saving({ percent }: { readonly percent: number }) {
  return (
    <div>
      <p role="status">{t("recording.saving")}</p>
      <p data-test="recording-percent">{t("recording.saving.percent", { percent })}</p>
    </div>
  );
}

function AskForm({ model, recording }: Props) {
  const form = useSignal<Form>(model.kind === "video" ? "together" : "sound");
  const chat = useSignal(false);
  const goesOn = useSignal(false);
  const why = useSignal("");
  const taking = recording.taking.value;
  const isBusy = taking.stage === "preparing" || taking.stage === "saving";
  // It would be a no in any case.
  const telephone = model.peers.value.find(({ program }) => program === "phone");
  const offered: readonly Form[] =
    model.kind === "video" ? ["together", "sound", "separate"] : ["sound", "separate"];
  const askNow = () => {
    const text = chat.value ? (["chat"] as const) : [];
    const chosen: readonly Content[] = forms[form.value];
    const what = [...chosen.filter((one) => one !== "separate"), ...text] as Content[];
    if (chosen.includes("separate")) what.push("separate");
    recording.askEverybody({ what, why: why.value.trim(), goesOn: goesOn.value });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && telephone === undefined) askNow();
      }}
    >
      <p>{t("recording.lead")}</p>
      {telephone && (
        <p id="record-by-phone" role="status" data-test="record-by-phone">
          <strong>{t("recording.by-phone", { name: telephone.name || t("app.someone") })}</strong>
        </p>
      )}
      {taking.stage === "failed" && (
        <p class="field-problem" role="alert" data-test="record-problem" data-code={taking.problem}>
          {t(`recording.problem.${taking.problem}`)}
        </p>
      )}
      <fieldset class="part-choices">
        <legend class="field-label">{t("recording.form")}</legend>
        {offered.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="record-form"
              data-test={`record-form-${one}`}
              checked={form.value === one}
              onChange={() => {
                form.value = one;
              }}
            />
            <span>{t(`recording.form.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <Switch
        label={t("recording.chat")}
        hint={t("recording.chat.hint")}
        test="record-chat"
        checked={chat.value}
        onChange={(on) => {
          chat.value = on;
        }}
      />
      <Switch
        label={t("recording.goes-on")}
        hint={t("recording.goes-on.hint")}
        test="record-goes-on"
        checked={goesOn.value}
        onChange={(on) => {
          goesOn.value = on;
        }}
      />
      <TextField
        label={t("recording.why")}
        aside={t("recording.optional")}
        hint={t("recording.why.hint")}
        test="record-why"
        longest={longestWhy}
        value={why.value}
        onInput={(text) => {
          why.value = text;
        }}
      />
      <div class="row">
        <Button
          kind="primary"
          type="submit"
          data-test="record-ask"
          aria-disabled={isBusy || telephone !== undefined}
          {...(telephone && { "aria-describedby": "record-by-phone" })}
        >
          {t("recording.ask")}
        </Button>
      </div>
      {taking.stage === "preparing" && <p role="status">{t("recording.preparing")}</p>}
      <p class="quiet">{t("recording.honest")}</p>
    </form>
  );
}

/** Of our own. */
function Standing({ recording }: { readonly recording: RecordingModel }) {
  const { stage } = recording.taking.value;
  const { answers } = recording.request.value ?? {};
  const minutes = recording.minutesLeft.value;
  const isOn = stage === "on";
  return (
    <>
      {/* That it has begun is read out as at everybody else. */}
      <p role={isOn ? undefined : "status"}>{t(isOn ? "recording.on" : "recording.asking")}</p>
      {minutes !== undefined && minutes < 30 && (
        <p class="field-problem" role="alert" data-test="record-minutes">
          {t("recording.minutes", { minutes })}
        </p>
      )}
      <ul class="record-people">
        {recording.others().map(({ sid, name }) => (
          <li key={sid} data-test="record-person" data-answer={answers?.get(sid)?.answer ?? "open"}>
            <strong>{name || t("app.someone")}</strong>{" "}
            {t(`recording.answer.${answers?.get(sid)?.answer ?? "open"}`)}
          </li>
        ))}
      </ul>
      <div class="row">
        <Button data-test="record-end" onClick={() => recording.stopRecording()}>
          {t(isOn ? "recording.stop" : "recording.cancel")}
        </Button>
      </div>
    </>
  );
}
