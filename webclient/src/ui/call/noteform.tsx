// A message to somebody who waits: a ready sentence with one press, or one's own.
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";

interface Props {
  /** Of whoever waits. */
  name: string;
  /** Without the server a message to somebody who waits would be lost. */
  canSend: boolean;
  onSend: (text: string) => void;
}

const ready = ["note.moment", "note.two", "note.five"] as const;

export function NoteForm({ name, canSend, onSend }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // The host has just asked for it. A focused field would bring up a phone's keyboard.
  useEffect(() => form.current?.querySelector("button")?.focus(), []);
  const sendNote = (event: Event) => {
    event.preventDefault();
    const text = input.current?.value.trim();
    if (text && canSend) onSend(text);
  };
  return (
    <form ref={form} class="knock-note" onSubmit={sendNote}>
      {!canSend && <p class="quiet">{t("note.no-server")}</p>}
      <ul class="knock-ready" aria-label={t("note.ready")}>
        {ready.map((key) => (
          <li key={key}>
            <Button
              wide
              data-test={`${key.replace(".", "-")}`}
              aria-disabled={!canSend}
              onClick={() => {
                if (canSend) onSend(t(key));
              }}
            >
              {t(key)}
            </Button>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        class="input"
        data-test="note-input"
        maxLength={200}
        autocomplete="off"
        aria-label={t("knock.note.label", { name })}
        placeholder={t("knock.note.label", { name })}
      />
      <Button type="submit" data-test="note-send" aria-disabled={!canSend}>
        {t("knock.note.send")}
      </Button>
    </form>
  );
}
