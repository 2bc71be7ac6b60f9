// What everybody sees of a recording for as long as it lasts, and the question before it.
import { useComputed, useSignalEffect } from "@preact/signals";
import {
  type Answer,
  agrees,
  type Content,
  type Ended,
  type RecordingModel,
  type Request,
} from "../../call/recording/model.ts";
import { actionText, t, timeOfDay } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { useRedFrame } from "./redframe.ts";
import "./recording.css";

interface Props {
  readonly recording: RecordingModel;
}

interface BarProps extends Props {
  /** The recorder is in another group. */
  readonly apart?: boolean;
}

/** Lasts as long as the recording, so it covers nothing. */
export function RecordingBar({ recording, apart = false }: BarProps) {
  const { request, sid } = recording;
  const { stage, recorder, answers } = request.value ?? {};
  const isOn = stage === "on";
  useRedFrame(wordsApart(recording));
  return (
    <>
      <Rogues recording={recording} />
      {isOn && (recorder === sid || answers?.has(sid)) && (
        <FrameWords recording={recording} apart={apart} />
      )}
    </>
  );
}

export function RecordingNotice({ recording }: Props) {
  const { request, sid } = recording;
  useAnnouncements(recording);
  const { stage, recorder, answers } = request.value ?? {};
  const own = answers?.get(sid);
  return (
    <>
      {request.value && stage !== "broken" && recorder !== sid && !own && (
        <Question recording={recording} request={request.value} />
      )}
      {stage === "asking" && recorder !== sid && own && (
        <Answered recording={recording} own={own.answer} />
      )}
      <EndedNotice recording={recording} />
    </>
  );
}

export function contentWords(what: readonly Content[]): string {
  return what.map((one) => t(`recording.what.${one}`)).join(", ");
}

/** For windows beside the page; undefined while nobody records. */
function wordsApart(recording: RecordingModel): string | undefined {
  const { request, rogues, sid } = recording;
  const [rogue] = rogues.value;
  if (rogue !== undefined) return t("recording.rogue", { name: recording.nameOf(rogue) });
  const { stage, recorder = "" } = request.value ?? {};
  if (stage !== "on") return;
  if (recorder === sid) return t("recording.frame.now.own");
  return t("recording.frame.now", { name: recording.nameOf(recorder) });
}

/** Each thing once, however often the request changes for what others answer. */
function useAnnouncements(recording: RecordingModel): void {
  const { ended, rogues } = recording;
  const said = useComputed(() => wordsToSay(recording));
  useSignalEffect(() => {
    if (said.value !== undefined) announce(said.value, true);
  });
  const without = useComputed(() => wordsOnOthers(recording));
  useSignalEffect(() => {
    if (without.value !== undefined) announce(without.value);
  });
  useSignalEffect(() => {
    if (ended.value !== undefined) announce(endedWords(ended.value), true);
  });
  useSignalEffect(() => {
    for (const one of rogues.value)
      announce(t("recording.rogue", { name: recording.nameOf(one) }), true);
  });
}

function wordsToSay(recording: RecordingModel): string | undefined {
  const { sid } = recording;
  const { stage, recorder = "", what = [], answers } = recording.request.value ?? {};
  if (stage === undefined || stage === "broken") return;
  if (recorder === sid) return stage === "on" ? t("recording.begun.own") : undefined;
  const name = recording.nameOf(recorder);
  const values = { name, what: contentWords(what) };
  if (answers?.has(sid) === false)
    return t(stage === "on" ? "recording.asked.on" : "recording.asked", values);
  return stage === "on" ? t("recording.begun", { name }) : undefined;
}

/** Who else is in the call and not in the recording; undefined for nobody. */
function wordsOnOthers(recording: RecordingModel): string | undefined {
  const { recorder, stage, answers } = recording.request.value ?? {};
  if (stage !== "on" || (recorder !== recording.sid && !answers?.has(recording.sid))) return;
  const names = recording
    .others()
    .filter(({ sid }) => sid !== recorder && !agrees(answers?.get(sid)?.answer))
    .map(({ name }) => name || t("app.someone"));
  return names.length > 0 ? t("recording.frame.not", { names: names.join(", ") }) : undefined;
}

function endedWords({ reason, recorder, wasOn }: Ended): string {
  const values = { name: recorder ?? "" };
  if (reason === "failed" && recorder === undefined)
    return t(wasOn ? "recording.ended.failed.own" : "recording.unbegun.failed.own");
  if (wasOn || reason === "refused" || reason === "withdrawn")
    return t(`recording.ended.${reason}`, values);
  return t(`recording.unbegun.${reason}`, values);
}

function Question({ recording, request }: Props & { readonly request: Request }) {
  const { recorder, what, why, stage } = request;
  const name = recording.nameOf(recorder);
  const isOn = stage === "on";
  const values = { name, what: contentWords(what) };
  const hasPicture = what.includes("picture") || what.includes("screen");
  return (
    <section
      class="request record-question"
      data-test="record-asked"
      aria-label={t("recording.title")}
    >
      <p>
        <strong>{t(isOn ? "recording.asked.on" : "recording.asked", values)}</strong>
      </p>
      {why !== "" && <p class="record-why">{t("recording.asked.why", { why })}</p>}
      <p>{t(isOn ? "recording.asked.terms.on" : "recording.asked.terms", { name })}</p>
      <div class="row record-answers">
        <Button data-test="record-yes" onClick={() => recording.respond("yes")}>
          {t("recording.yes")}
        </Button>
        {hasPicture && (
          <Button
            data-test="record-yes-without-picture"
            onClick={() => recording.respond("yes-without-picture")}
          >
            {t("recording.yes-without-picture")}
          </Button>
        )}
        <Button data-test="record-no" onClick={() => recording.respond("no")}>
          {t("recording.no")}
        </Button>
      </div>
    </section>
  );
}

/** It has not begun: the agreement can be taken back as later. */
function Answered({ recording, own }: Props & { readonly own: Answer }) {
  return (
    <div class="request" data-test="record-answered">
      <p role="status">{t("recording.answered")}</p>
      {agrees(own) && (
        <div class="row">
          <Button data-test="record-withdraw" onClick={() => recording.respond("no")}>
            {t("recording.withdraw")}
          </Button>
        </div>
      )}
    </div>
  );
}

function FrameWords({ recording, apart }: BarProps) {
  const { request, sid } = recording;
  const { recorder = "", since, answers } = request.value ?? {};
  // Who has come later and did not agree is not told since when.
  const time = since === undefined ? undefined : timeOfDay(new Date(since));
  const name = recording.nameOf(recorder);
  const own = answers?.get(sid)?.answer;
  const isOwn = recorder === sid;
  return (
    <section class="record-words" data-test="recording" aria-label={t("recording.title")}>
      <p>
        <span class="record-dot" aria-hidden="true" />{" "}
        {time === undefined
          ? t("recording.frame.now", { name })
          : t(isOwn ? "recording.frame.own" : "recording.frame", { name, time })}{" "}
        {own === "yes-without-picture" && !apart && t("recording.frame.without-picture")}
        {!isOwn && !agrees(own) && t("recording.frame.nothing", { name })}
        {apart && agrees(own) && t("recording.frame.apart", { name })}{" "}
        <span data-test="record-others">{wordsOnOthers(recording)}</span>
      </p>
      {isOwn ? (
        <Button data-test="record-stop" onClick={() => recording.stopRecording()}>
          {t("recording.stop")}
        </Button>
      ) : (
        <Button
          data-test={agrees(own) ? "record-withdraw" : "record-agree"}
          onClick={() => recording.respond(agrees(own) ? "no" : "yes")}
        >
          {t(agrees(own) ? "recording.withdraw" : "recording.agree-after-all")}
        </Button>
      )}
    </section>
  );
}

function Rogues({ recording }: Props) {
  return recording.rogues.value.map((sid) => (
    <section
      key={sid}
      class="record-words"
      data-test="record-rogue"
      aria-label={t("recording.title")}
    >
      {t("recording.rogue", { name: recording.nameOf(sid) })}
    </section>
  ));
}

function EndedNotice({ recording }: Props) {
  const how = recording.ended.value;
  if (how === undefined) return null;
  return (
    <div class="request" data-test="record-ended" data-reason={how.reason}>
      <p>{endedWords(how)}</p>
      <div class="row">
        <Button kind="quiet" data-test="record-dismiss" onClick={() => recording.dismissEnded()}>
          {actionText("action.dismiss")}
        </Button>
      </div>
    </div>
  );
}
