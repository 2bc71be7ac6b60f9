// The list of questions: one writes, raises a hand for others', and the host takes them up.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import {
  type Mark,
  type Question,
  type Questions,
  questionLimits,
} from "../../../call/together/questions/model.ts";
import type { QuestionsPart } from "../../../call/together/questions/questions.ts";
import { t } from "../../i18n/index.ts";
import * as de from "../../i18n/questions.de.ts";
import * as en from "../../i18n/questions.en.ts";
import { announce } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { downloadText } from "../../text/download.ts";
import type { PartProps } from "../entries.ts";
import { TextField } from "../panel.tsx";
import { addWords } from "../words.ts";
import "./questions.css";

addWords({ en: en.questions, de: de.questions });

export function Panel({ model, part }: PartProps<QuestionsPart>) {
  const questions = part.questions.value;
  const isHost = model.role === "host";
  return (
    <>
      <p class="quiet">{t("questions.lead")}</p>
      <QuestionEntry part={part} />
      {questions.length === 0 && <p class="quiet">{t("questions.none")}</p>}
      <ol class="part-list">
        {questions.map((question) => (
          <QuestionLine key={question.id} question={question} part={part} isHost={isHost} />
        ))}
      </ol>
      {questions.length > 0 && (
        <div class="row">
          <Button data-test="questions-save" onClick={() => saveQuestions(questions)}>
            {t("questions.save")}
          </Button>
        </div>
      )}
    </>
  );
}

function QuestionEntry({ part }: { part: Questions }) {
  const text = useSignal("");
  if (!part.mayAsk.value) return <p class="quiet">{t("questions.full")}</p>;
  const addQuestion = (event: Event) => {
    event.preventDefault();
    part.askQuestion(text.value);
    text.value = "";
  };
  return (
    <form class="questions-entry" onSubmit={addQuestion}>
      <TextField
        label={t("questions.field")}
        test="question-text"
        longest={questionLimits.text}
        value={text.value}
        onInput={(typed) => {
          text.value = typed;
        }}
      />
      <Button type="submit" data-test="question-add">
        {t("questions.add")}
      </Button>
    </form>
  );
}

interface LineProps {
  question: Question;
  part: Questions;
  isHost: boolean;
}

function QuestionLine({ question, part, isHost }: LineProps) {
  const { id, author, name, text, mark, hands, raised } = question;
  return (
    <li class="part-card question" data-test="question" data-mark={mark}>
      <p class="question-text">{text}</p>
      <p class="quiet">
        {author === undefined ? t("questions.by.own") : t("questions.by", { name })}
        {hands > 0 &&
          ` · ${hands === 1 ? t("questions.hands.one") : t("questions.hands", { count: hands })}`}
        {mark !== "open" && <strong> · {t(`questions.${mark}`)}</strong>}
      </p>
      <div class="row">
        {author !== undefined && mark !== "answered" && (
          <button
            type="button"
            class="button button-plain"
            data-test="question-raise"
            aria-pressed={raised}
            onClick={() => part.raise(id, !raised)}
          >
            {t("questions.raise")}
          </button>
        )}
        {isHost &&
          marksFor(mark).map((next) => (
            <Button
              key={next}
              kind="quiet"
              data-test={`question-${next}`}
              onClick={() => part.mark(id, next)}
            >
              {t(`questions.mark.${next}`)}
            </Button>
          ))}
        {author === undefined && (
          <Button kind="quiet" data-test="question-withdraw" onClick={() => part.withdraw(id)}>
            {t("questions.withdraw")}
          </Button>
        )}
      </div>
    </li>
  );
}

const marksFor = (mark: Mark): readonly Mark[] =>
  mark === "open" ? ["taken", "answered"] : mark === "taken" ? ["answered", "open"] : ["open"];

function saveQuestions(questions: readonly Question[]): void {
  const lines = questions.map(({ text, name, hands, mark }) => {
    const done = mark === "answered" ? "x" : " ";
    return `- [${done}] ${text} (${name}${hands > 0 ? `, +${hands}` : ""})\n`;
  });
  downloadText("einmal-questions.txt", "text/plain", lines.join(""));
}

/** Draws nothing: what is new is read out. */
export function Notice({ part }: PartProps<QuestionsPart>): null {
  const before = useRef<Map<string, Mark> | undefined>(undefined);
  useSignalEffect(() => {
    const questions = part.questions.value;
    // The first question loads this: it is as new as any.
    if (questions.length === 1) before.current ??= new Map();
    for (const { id, author, name, text, mark } of questions) {
      const was = before.current?.get(id);
      if (before.current && was === undefined && author !== undefined)
        announce(t("say.question", { name, text }));
      if (was !== undefined && was !== "taken" && mark === "taken")
        announce(t("say.question.taken", { text }));
    }
    before.current = new Map(questions.map(({ id, mark }) => [id, mark]));
  });
  return null;
}
