// What the panels of several parts have in common, loaded with the first of them.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button, IconButton } from "../parts/button.tsx";
import { FormField } from "../parts/field.tsx";
import { openPart, showPart } from "./openpart.ts";
import "./panel.css";

type FieldProps = Omit<Parameters<typeof FormField>[0], "children"> & {
  test: string;
  /** In UTF-16 units. */
  longest: number;
  value: string;
  onInput(text: string): void;
};

/** A line that one types. */
export function TextField({ test, longest, value, onInput, ...field }: FieldProps) {
  return (
    <FormField {...field}>
      {(control) => (
        <input
          {...control}
          class="input"
          data-test={test}
          maxLength={longest}
          autocomplete="off"
          value={value}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </FormField>
  );
}

interface SaveProps {
  legend: string;
  /** There is nothing to be saved. */
  disabled: boolean;
  children: ComponentChildren;
}

/** The forms in which one can save it. */
export function SaveChoices({ legend, disabled, children }: SaveProps) {
  return (
    <fieldset class="part-save" disabled={disabled}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

/** What could not be taken. */
export function Refused({ test, children }: { test: string; children: ComponentChildren }) {
  return (
    <p class="part-refused" role="alert" data-test={test}>
      {children}
    </p>
  );
}

interface NewsProps {
  model: CallModel;
  part: "notes" | "draw";
  /** The sids of those who have made something, the first of them first. */
  makers: Iterable<string>;
  says(name: string): string;
  /** On the button that opens the part. */
  show: string;
}

/** Somebody makes something, and the person has not looked yet: said once. */
export function NewsNotice({ model, part, makers: [maker], says, show }: NewsProps) {
  const isSeen = useSignal(false);
  const isOpen = openPart.value === part;
  useEffect(() => {
    if (isOpen) isSeen.value = true;
  }, [isOpen, isSeen]);
  const isNews = maker !== undefined && !isOpen && !isSeen.value;
  const name = model.everybody.value.find(({ sid }) => sid === maker)?.name ?? "";
  const news = says(name);
  useEffect(() => {
    if (isNews) announce(news);
  }, [isNews, news]);
  if (!isNews) return null;
  return (
    <div class="request" data-test={`${part}-news`}>
      <p>{news}</p>
      <div class="row">
        <Button data-test={`${part}-news-open`} onClick={() => showPart(model, part)}>
          {show}
        </Button>
        <IconButton
          icon="close"
          label={t("app.close")}
          onClick={() => {
            isSeen.value = true;
          }}
        />
      </div>
    </div>
  );
}
