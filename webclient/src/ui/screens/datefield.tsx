// A date to choose, or none: with its weekday and zone in words, and what is wrong with it.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type About, dayMs, latestDate } from "../../page/about.ts";
import { longDate, t } from "../i18n/index.ts";
import { FormField } from "../parts/field.tsx";

/** A date that is no longer past than this was now when it was chosen, in ms. */
const graceMs = 5 * 60_000;

/** What `<input type="datetime-local">` holds for a date: local time without seconds. */
export function localValue(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * The state of the field. `read` gives the date, or undefined for none, once all is well with it;
 * otherwise it says so in the field and gives false.
 */
export function useDateField(about: About | undefined, first?: Date) {
  const text = useSignal(first ? localValue(first) : "");
  const problem = useSignal<string | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const read = (): Date | undefined | false => {
    const field = input.current;
    // Half of a date has an empty value.
    const half = field?.validity.badInput === true;
    problem.value = half ? t("when.incomplete") : whatIsWrong(text.value, about);
    if (problem.value === undefined) return text.value ? new Date(text.value) : undefined;
    field?.focus();
    return false;
  };
  return { text, problem, input, read, first, latest: latestDate(about) };
}

function whatIsWrong(text: string, about: About | undefined): string | undefined {
  if (text === "") return undefined;
  const when = new Date(text);
  if (Number.isNaN(when.getTime())) return t("when.incomplete");
  if (when.getTime() < Date.now() - graceMs) return t("when.past");
  const latest = latestDate(about);
  if (about === undefined || latest === undefined || when <= latest) return undefined;
  return t("when.late", {
    days: Math.floor((about.lifetime * 1000) / dayMs),
    latest: longDate(latest),
  });
}

interface Props {
  field: ReturnType<typeof useDateField>;
  test: string;
}

export function DateField({ field, test }: Props) {
  const { text, problem, input, first, latest } = field;
  const chosen = new Date(text.value);
  const isDate = !Number.isNaN(chosen.getTime());
  return (
    <FormField
      label={t("when.label")}
      aside={t("start.optional")}
      hint={isDate ? t("when.chosen", { when: longDate(chosen) }) : t("when.hint")}
      problem={problem.value}
    >
      {(control) => (
        <input
          {...control}
          ref={input}
          class="input datefield"
          type="datetime-local"
          data-test={test}
          autocomplete="off"
          min={localValue(new Date())}
          // Without one a browser takes years of six digits, which are no dates to anything else.
          max={latest ? localValue(latest) : "9999-12-31T00:00"}
          // Not `value`: to write it back would wipe out a date that is half typed.
          defaultValue={first && localValue(first)}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            problem.value = undefined;
          }}
        />
      )}
    </FormField>
  );
}
