// After how many minutes the timer gives its sign.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { longestSign } from "../../page/calltimer.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { FormField } from "../parts/field.tsx";

const usual = [25, 45, 50, 60, 90] as const;

interface Props {
  /** Minutes; undefined for no sign. */
  chosen: number | undefined;
  onChoose: (minutes: number | undefined) => void;
}

export function SignChoice({ chosen, onChoose }: Props) {
  const name = useId();
  const isUsual = usual.some((minutes) => minutes === chosen);
  const choice = useSignal(chosen === undefined ? "none" : isUsual ? String(chosen) : "other");
  const other = useSignal(chosen !== undefined && !isUsual ? String(chosen) : "");
  const wrong = useSignal(false);
  const choose = (event: Event) => {
    event.preventDefault();
    if (choice.value === "none") return onChoose(undefined);
    const text = choice.value === "other" ? other.value.trim() : choice.value;
    const minutes = Number(text);
    wrong.value = !/^\d+$/.test(text) || minutes < 1 || minutes > longestSign;
    if (!wrong.value) onChoose(minutes);
  };
  const line = (value: string, label: string) => (
    <label key={value} class="signchoice-line">
      <input
        type="radio"
        name={name}
        value={value}
        data-test={`sign-${value}`}
        checked={choice.value === value}
        onChange={() => {
          choice.value = value;
        }}
      />
      <span>{label}</span>
    </label>
  );
  return (
    <form class="signchoice" noValidate onSubmit={choose}>
      <fieldset>
        <legend>{t("timer.choice")}</legend>
        <div class="signchoice-lines">
          {line("none", t("timer.none"))}
          {usual.map((count) => line(String(count), t("timer.after", { count })))}
          {line("other", t("timer.other"))}
        </div>
      </fieldset>
      {choice.value === "other" && (
        <FormField
          label={t("timer.number")}
          problem={wrong.value ? t("timer.number.wrong", { most: longestSign }) : undefined}
        >
          {(control) => (
            <input
              {...control}
              class="input"
              data-test="sign-minutes"
              inputMode="numeric"
              autocomplete="off"
              maxLength={3}
              value={other.value}
              onInput={(event) => {
                other.value = event.currentTarget.value;
              }}
            />
          )}
        </FormField>
      )}
      <div class="row dialog-actions">
        <Button kind="primary" type="submit" data-test="sign-set">
          {t("timer.set")}
        </Button>
      </div>
    </form>
  );
}
