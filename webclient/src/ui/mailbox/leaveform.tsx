// What a host leaves: a message, a file, or both.
import { useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { useRef } from "preact/hooks";
import { toLine } from "../../call/names.ts";
import { isNote, largestBox, leaveBox } from "../../page/mailbox.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { FormField } from "../parts/field.tsx";
import { codeOfBox, problemOf } from "./problem.ts";
import { type MailboxKey, mailboxText } from "./words.ts";

interface Props {
  link: string;
  stop: AbortSignal;
  onLeft: () => void;
}

export function LeaveForm({ link, stop, onLeft }: Props) {
  const name = useRef<HTMLInputElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const percent = useSignal<number | undefined>(undefined);
  const missing = useSignal<MailboxKey | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const own = useRef<AbortController | undefined>(undefined);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (percent.value !== undefined) return;
    const [from, text] = [toLine(name.current?.value ?? ""), (note.current?.value ?? "").trim()];
    const file = chosen.current?.files?.[0];
    missing.value = whatIsMissing(from, text, file);
    problem.value = undefined;
    if (missing.value === "leave.name.missing") name.current?.focus();
    if (missing.value !== undefined) return;
    own.current = new AbortController();
    const abort = () => own.current?.abort();
    stop.addEventListener("abort", abort, { once: true });
    percent.value = 0;
    const progress = (part: number) => {
      percent.value = Math.floor(part * 100);
    };
    const leaving = { link, from, note: text, file, stop: own.current.signal, progress };
    try {
      await leaveBox(leaving);
      announce(mailboxText("leave.done"));
      onLeft();
    } catch (error) {
      problem.value = codeOfBox(error);
      announce(problemOf(problem.value, "leave"));
      percent.value = undefined;
    }
  };
  return (
    <LeaveFormView
      fields={{ name, note, chosen }}
      percent={percent.value}
      missing={missing.value}
      problem={problem.value}
      onSubmit={(event) => void submit(event)}
      onStop={() => own.current?.abort()}
    />
  );
}

interface ViewProps {
  fields: {
    name: Ref<HTMLInputElement>;
    note: Ref<HTMLTextAreaElement>;
    chosen: Ref<HTMLInputElement>;
  };
  /** Of what is being sent. */
  percent?: number | undefined;
  missing?: MailboxKey | undefined;
  problem?: string | undefined;
  onSubmit: (event: Event) => void;
  onStop: () => void;
}

/** The same, of plain values. */
export function LeaveFormView({
  fields,
  percent,
  missing: said,
  problem,
  onSubmit,
  onStop,
}: ViewProps) {
  const busy = percent !== undefined;
  return (
    <form class="stack" onSubmit={onSubmit} noValidate>
      <FormField
        label={mailboxText("leave.name")}
        problem={said === "leave.name.missing" ? mailboxText(said) : undefined}
      >
        {(control) => (
          <input
            {...control}
            ref={fields.name}
            class="input"
            autocomplete="name"
            maxLength={80}
            disabled={busy}
            data-test="box-name"
          />
        )}
      </FormField>
      <FormField label={mailboxText("leave.note")} aside={mailboxText("leave.optional")}>
        {(control) => (
          <textarea
            {...control}
            ref={fields.note}
            class="input"
            rows={4}
            disabled={busy}
            data-test="box-text"
          />
        )}
      </FormField>
      <FormField
        label={mailboxText("leave.file")}
        aside={mailboxText("leave.optional")}
        hint={mailboxText("leave.file.hint")}
        problem={said && said !== "leave.name.missing" ? mailboxText(said) : undefined}
      >
        {(control) => (
          <input
            {...control}
            ref={fields.chosen}
            class="input"
            type="file"
            disabled={busy}
            data-test="box-file"
          />
        )}
      </FormField>
      <p class="quiet">{mailboxText("leave.who")}</p>
      {problem && (
        <p data-test="box-problem" data-code={problem}>
          {problemOf(problem, "leave")}
        </p>
      )}
      {busy ? (
        <>
          <p>
            {mailboxText("leave.busy", { percent })}
            <progress
              style={{ width: "100%", accentColor: "var(--accent)" }}
              max={100}
              value={percent}
              aria-label={mailboxText("leave.busy", { percent })}
            />
          </p>
          <div class="row">
            <Button data-test="box-cancel" onClick={onStop}>
              {mailboxText("leave.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <Button kind="primary" type="submit" wide data-test="box-leave">
          {mailboxText("leave.do")}
        </Button>
      )}
    </form>
  );
}

function whatIsMissing(from: string, text: string, file: File | undefined) {
  if (from === "") return "leave.name.missing";
  if (!isNote(text)) return "leave.note.long";
  if (file?.size === 0) return "leave.empty";
  if (text === "" && file === undefined) return "leave.nothing";
  if ((file?.size ?? 0) + new TextEncoder().encode(text).length > largestBox) return "leave.large";
  return undefined;
}
