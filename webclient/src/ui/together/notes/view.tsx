// Shared notes on the screen: a text area that anybody can use, who is where in it, and its tasks.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Notes, Refusal } from "../../../call/together/notes/notes.ts";
import { lineOf, tasksIn } from "../../../call/together/notes/tasks.ts";
import { t } from "../../i18n/index.ts";
import { notes as german } from "../../i18n/notes.de.ts";
import { notes as english } from "../../i18n/notes.en.ts";
import type { PartProps } from "../entries.ts";
import { NewsNotice, Refused } from "../panel.tsx";
import { addWords } from "../words.ts";
import { bindArea } from "./binding.ts";
import { Printed, SaveRow } from "./saving.tsx";
import "./notes.css";

addWords({ en: english, de: german });

export function Panel({ model, part }: PartProps<Notes>) {
  const refusal = useSignal<Refusal | undefined>(undefined);
  return (
    <>
      <p class="quiet">{t("notes.lead")}</p>
      <Writers notes={part} />
      <NotesArea
        notes={part}
        onRefused={(why) => {
          refusal.value = why;
        }}
      />
      {refusal.value && (
        <Refused test="notes-refused">{t(`notes.refused.${refusal.value}`)}</Refused>
      )}
      <Tasks notes={part} />
      <SaveRow text={part.text} topic={model.topic} />
      <Printed text={part.text} />
    </>
  );
}

function NotesArea({ notes, onRefused }: { notes: Notes; onRefused: (why: Refusal) => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (area.current === null) return;
    area.current.focus();
    return bindArea(area.current, notes, { refused: onRefused });
  }, [notes]);
  return (
    <textarea
      ref={area}
      class="input notes-area"
      data-test="notes-area"
      aria-label={t("notes.label")}
      autocomplete="off"
      dir="auto"
    />
  );
}

/** Who is where. The area itself shows no carets but one's own. */
function Writers({ notes }: { notes: Notes }) {
  const carets = notes.carets.all.value;
  if (carets.length === 0) return null;
  return (
    <ul class="notes-writers" aria-label={t("notes.writers")} data-test="notes-writers">
      {carets.map(({ sid, name, place }) => (
        <li key={sid}>
          <bdi>{name || t("app.someone")}</bdi>{" "}
          <span class="quiet">{t("notes.line", { line: lineOf(notes.text.peek(), place) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Tasks({ notes }: { notes: Notes }) {
  const tasks = tasksIn(notes.text.value);
  if (tasks.length === 0) return null;
  const left = tasks.filter(({ isDone }) => !isDone).length;
  return (
    <details class="notes-tasks" data-test="notes-tasks">
      <summary data-test="notes-tasks-open">
        {t("notes.tasks", { left, all: tasks.length })}
      </summary>
      <ul class="part-choices">
        {tasks.map((task) => (
          <li key={task.line}>
            <label>
              <input type="checkbox" checked={task.isDone} onChange={() => notes.tickTask(task)} />
              <span dir="auto">{task.text}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Notice({ model, part }: PartProps<Notes>) {
  return (
    <NewsNotice
      model={model}
      part="notes"
      makers={part.writers.value}
      says={(name) => t("notes.news", { name })}
      show={t("notes.show")}
    />
  );
}
