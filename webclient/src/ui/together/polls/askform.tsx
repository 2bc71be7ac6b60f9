// The form in which one asks.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  type Polls,
  type PollType,
  pollLimits,
  pollTypes,
} from "../../../call/together/polls/model.ts";
import { t } from "../../i18n/index.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { FormField, Switch } from "../../parts/field.tsx";

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
  const ask = (event: Event) => {
    event.preventDefault();
    const isSecret = secret.value && part.maySecret.value;
    isMissing.value = !part.ask({
      question: question.value,
      type: type.value,
      choices: choices.value,
      secret: isSecret,
    });
    if (!isMissing.value) onDone();
  };
  const missing = t(type.value === "scale" ? "polls.missing.scale" : "polls.missing");
  return (
    <form class="polls" ref={form} onSubmit={ask} data-test="poll-form">
      <FormField label={t("polls.question")} problem={isMissing.value ? missing : undefined}>
        {(control) => (
          <input
            {...control}
            class="input"
            data-test="poll-question"
            maxLength={pollLimits.question}
            autocomplete="off"
            value={question.value}
            onInput={({ currentTarget }) => {
              question.value = currentTarget.value;
            }}
          />
        )}
      </FormField>
      <TypeChoice
        value={type.value}
        onChange={(one) => {
          type.value = one;
        }}
      />
      <ChoiceFields
        isScale={type.value === "scale"}
        choices={choices.value}
        onChange={(all) => {
          choices.value = all;
        }}
      />
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
    <fieldset class="poll-types">
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
  choices: readonly string[];
  onChange: (choices: readonly string[]) => void;
}

function ChoiceFields({ isScale, choices, onChange }: ChoicesProps) {
  const shown = isScale ? choices.slice(0, 2) : choices;
  const label = (i: number) =>
    isScale ? t(i === 0 ? "polls.lowest" : "polls.highest") : t("polls.choice", { number: i + 1 });
  const mayRemove = !isScale && choices.length > 2;
  return (
    <>
      {shown.map((choice, i) => (
        <div class="poll-field" key={i}>
          <FormField label={label(i)}>
            {(control) => (
              <input
                {...control}
                class="input"
                data-test="poll-choice-text"
                maxLength={pollLimits.choice}
                autocomplete="off"
                value={choice}
                onInput={({ currentTarget }) =>
                  onChange(choices.map((old, at) => (at === i ? currentTarget.value : old)))
                }
              />
            )}
          </FormField>
          {mayRemove && (
            <IconButton
              icon="close"
              label={t("polls.remove", { number: i + 1 })}
              onClick={() => onChange(choices.filter((_, at) => at !== i))}
            />
          )}
        </div>
      ))}
      {!isScale && choices.length < pollLimits.choices && (
        <div class="row">
          <Button data-test="poll-add" onClick={() => onChange([...choices, ""])}>
            {t("polls.add")}
          </Button>
        </div>
      )}
    </>
  );
}
