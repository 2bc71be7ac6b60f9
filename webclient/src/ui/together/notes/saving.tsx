// The notes as a file, or on paper. They are gone with the call unless somebody does this.
import type { ReadonlySignal } from "@preact/signals";
import { toBlocks, toPage } from "../../../call/together/notes/html.ts";
import { language, t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { downloadText } from "../../text/download.ts";
import { SaveChoices } from "../panel.tsx";

interface Props {
  text: ReadonlySignal<string>;
  topic: ReadonlySignal<string | undefined>;
}

export function SaveRow({ text, topic }: Props) {
  const save = (ending: string, type: string, content: string) =>
    downloadText(`${t("notes.file")}.${ending}`, type, content);
  const title = topic.value || t("notes.title");
  return (
    <SaveChoices legend={t("notes.save")} disabled={text.value.trim() === ""}>
      <Button data-test="notes-md" onClick={() => save("md", "text/markdown", text.peek())}>
        Markdown
      </Button>
      <Button data-test="notes-txt" onClick={() => save("txt", "text/plain", text.peek())}>
        {t("notes.text")}
      </Button>
      <Button
        data-test="notes-html"
        onClick={() => save("html", "text/html", toPage(text.peek(), title, language.peek()))}
      >
        {t("notes.page")}
      </Button>
      <Button data-test="notes-print" onClick={() => window.print()}>
        {t("notes.print")}
      </Button>
    </SaveChoices>
  );
}

/** Only on paper, and nothing else is there then. */
export function Printed({ text }: { text: ReadonlySignal<string> }) {
  return (
    <div class="notes-printed" aria-hidden="true">
      {toBlocks(text.value).map(({ kind, level, text: words }, place) => {
        const key = `${place} ${words}`;
        if (kind === "heading")
          return (
            <p key={key} class="notes-heading" data-level={level}>
              {words}
            </p>
          );
        if (kind === "item")
          return (
            <p key={key} class="notes-item">
              {words}
            </p>
          );
        return <p key={key}>{words}</p>;
      })}
    </div>
  );
}
