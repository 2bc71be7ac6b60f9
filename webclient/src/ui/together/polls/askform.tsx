// The form in which one asks.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  type Polls,
  type PollType,
  pollLimits,
  pollTypes,
} from "../../../call/together/polls/model.ts";
import { t } from "../../i18n/index.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Switch } from "../../parts/field.tsx";
import { TextField } from "../panel.tsx";

interface Props {
  part: Polls;
  onDone: () => void;
}

export function AskForm({ part, onDone }: Props) {
  const question = useSignal("");
  const type = useSignal<PollType>("single");
  const choices = useSignal<readonly string[]>(["", ""]);
  const secret = useSignal(false);
  const isMissing = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const submitPoll = (event: Event) => {
    event.preventDefault();
    const isSecret = secret.value && part.maySecret.value;
    isMissing.value = !part.askPoll({
      question: question.value,
      type: type.value,
      choices: choices.value,
      secret: isSecret,
    });
    if (!isMissing.value) onDone();
  };
  const missing = t(type.value === "scale" ? "polls.missing.scale" : "polls.missing");
  return (
    <form class="stack" ref={form} onSubmit={submitPoll} data-test="poll-form">
      <TextField
        label={t("polls.question")}
        problem={isMissing.value ? missing : undefined}
        test="poll-question"
        longest={pollLimits.question}
        value={question.value}
        onInput={(text) => {
          question.value = text;
        }}
      />
      <TypeChoice
        value={type.value}
        onChange={(one) => {
          type.value = one;
        }}
      />
      <ChoiceFields isScale={type.value === "scale"} choices={choices} />
      {part.maySecret.value ? (
        <Switch
          label={t("polls.secret")}
          hint={t("polls.secret.hint")}
          test="poll-secret"
          checked={secret.value}
          onChange={(on) => {
            secret.value = on;
          }}
        />
      ) : (
        <p class="quiet">{t("polls.secret.few")}</p>
      )}
      <div class="row">
        <Button kind="primary" type="submit" data-test="poll-ask">
          {t("polls.ask")}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t("app.cancel")}
        </Button>
      </div>
    </form>
  );
}

function TypeChoice({ value, onChange }: { value: PollType; onChange: (type: PollType) => void }) {
  return (
    <fieldset class="part-choices">
      <legend class="field-label">{t("polls.type")}</legend>
      {pollTypes.map((type) => (
        <label key={type}>
          <input
            type="radio"
            name="poll-type"
            data-test={`poll-${type}`}
            checked={value === type}
            onChange={() => onChange(type)}
          />
          <span>{t(`polls.type.${type}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface ChoicesProps {
  isScale: boolean;
  /** Read when something is typed: two letters may come before the first is drawn. */
  choices: Signal<readonly string[]>;
}

function ChoiceFields({ isScale, choices }: ChoicesProps) {
  const all = choices.value;
  const shown = isScale ? all.slice(0, 2) : all;
  const labelOf = (i: number) =>
    isScale ? t(i === 0 ? "polls.lowest" : "polls.highest") : t("polls.choice", { number: i + 1 });
  const changeChoice = (i: number, text: string) => {
    choices.value = choices.peek().map((old, at) => (at === i ? text : old));
  };
  return (
    <>
      {shown.map((choice, i) => (
        <div class="poll-field" key={i}>
          <TextField
            label={labelOf(i)}
            test="poll-choice-text"
            longest={pollLimits.choice}
            value={choice}
            onInput={(text) => changeChoice(i, text)}
          />
          {!isScale && all.length > 2 && (
            <IconButton
              icon="close"
              label={t("polls.remove", { number: i + 1 })}
              onClick={() => {
                choices.value = choices.peek().filter((_, at) => at !== i);
              }}
            />
          )}
        </div>
      ))}
      {!isScale && all.length < pollLimits.choices && (
        <div class="row">
          <Button
            data-test="poll-add"
            onClick={() => {
              choices.value = [...choices.peek(), ""];
            }}
          >
            {t("polls.add")}
          </Button>
        </div>
      )}
    </>
  );
}
