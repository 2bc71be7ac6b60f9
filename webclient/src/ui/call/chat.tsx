// What people write to each other.
import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type CallModel, type ChatLine, written } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { nextFrame } from "../parts/frame.ts";
import { ChatEntry, quoteOf } from "./chatentry.tsx";
import { dropTarget, FileChoice, pasted } from "./filechoice.tsx";
import { ToldLines } from "./toldlines.tsx";
import "./chat.css";

const textLength = 4_000;
/**
 * How many new lines, and of how many characters in all, are drawn in one frame; the rest follow in
 * the next frames. Somebody who sends many lines at once, or lines full of links, then holds nobody
 * up.
 */
const linesAtOnce = 4;
const charactersAtOnce = textLength;
/** Of a key that an input method takes (UI Events, section 7.3.1). */
const compositionCode = 229;
/** Pixels from the end within which the log follows new lines. */
const nearEnd = 80;

interface Props {
  model: CallModel;
  /** Not given where the chat is the call. */
  onClose?: () => void;
}

export function ChatPanel({ model, onClose }: Props) {
  /** The line that is being answered. */
  const answered = useSignal<ChatLine | undefined>(undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    if (answered.peek()) answered.value = undefined;
    else onClose?.();
  };
  return (
    <aside
      class="chat"
      data-region
      tabIndex={-1}
      aria-label={t("chat.title")}
      onKeyDown={onKeyDown}
      {...dropTarget(model.files)}
    >
      {onClose && (
        <header class="chat-head">
          <h2>{t("chat.title")}</h2>
          <IconButton
            icon="close"
            label={t("app.close")}
            data-test="chat-close"
            onClick={onClose}
          />
        </header>
      )}
      <ChatLog
        model={model}
        onReply={(line) => {
          answered.value = line;
        }}
      />
      <Composer model={model} eager={onClose !== undefined} answered={answered} />
    </aside>
  );
}

function ChatLog({ model, onReply }: { model: CallModel; onReply: (line: ChatLine) => void }) {
  const lines = useDrawn(model.chat.value);
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    const element = log.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [lines.length, lines.at(-1)]);
  const scrolled = () => {
    const element = log.current;
    if (element)
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
  };
  return (
    // Reading aloud is the announcer's: a log that is live too would say everything twice.
    <div
      ref={log}
      class="chat-log"
      role="log"
      aria-live="off"
      aria-label={t("chat.title")}
      data-test="chat-log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard, in Safari too.
      tabIndex={0}
      onScroll={scrolled}
    >
      <p class="quiet">{t("chat.lead")}</p>
      <ToldLines told={model.participation.told.value} />
      {lines.length === 0 && !model.participation.told.value && (
        <p class="quiet">{t("chat.empty")}</p>
      )}
      {lines.map((line) => (
        <ChatEntry
          key={line.id}
          line={line}
          files={model.files}
          quality={model.quality}
          quote={line.reply && quoteOf(model, line.reply)}
          onReply={onReply}
        />
      ))}
    </div>
  );
}

/** The lines to draw in this frame. */
function useDrawn(lines: readonly ChatLine[]): readonly ChatLine[] {
  const end = written(lines);
  const [drawn, setDrawn] = useState(end);
  const next = nextDrawn(lines, drawn) ?? end;
  // Not at once: that would be drawn in the same frame.
  useLayoutEffect(() => nextFrame(() => setDrawn(next)), [next]);
  return next === end ? lines : lines.filter(({ id }) => id < next);
}

/** Up to which line the next frame draws; undefined if none is left. At least one is drawn. */
function nextDrawn(lines: readonly ChatLine[], drawn: number): number | undefined {
  let next: number | undefined;
  let room = charactersAtOnce;
  for (const { id, text } of lines) {
    if (id < drawn) continue;
    room -= text.length;
    if (id >= drawn + linesAtOnce || (next !== undefined && room < 0)) break;
    next = id + 1;
  }
  return next;
}

/** Whoever writes in a group is told so where they write. */
function GroupWords({ model }: { model: CallModel }) {
  const group = model.group.value;
  if (group === undefined) return null;
  return (
    <p class="chat-group quiet" data-test="chat-group">
      {group === "" ? t("chat.group.main") : t("chat.group", { group })}
    </p>
  );
}

interface ComposerProps {
  model: CallModel;
  /** The person has just opened the chat to write. */
  eager: boolean;
  answered: Signal<ChatLine | undefined>;
}

function Composer({ model, eager, answered }: ComposerProps) {
  const line = answered.value;
  const input = useRef<HTMLTextAreaElement>(null);
  // With the chat itself: who presses Escape at once means it.
  useLayoutEffect(() => {
    if (eager) input.current?.focus();
  }, [eager]);
  useLayoutEffect(() => {
    if (line) input.current?.focus();
  }, [line]);
  const name = line?.sid ? line.name : t("chat.you");
  const answering = line && t("chat.answering", { name, text: line.text });
  const sendText = (event: Event) => {
    event.preventDefault();
    const element = input.current;
    const text = element?.value.trim();
    if (!element || !text) return;
    model.sendChat(text, line?.key);
    answered.value = undefined;
    element.value = "";
    element.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter sends, Shift+Enter breaks the line; an Enter that ends a composition (Chinese,
    // Japanese, ...) does neither. Safari has ended the composition by then, and tells that Enter
    // from others only by its code.
    const composes = event.isComposing || event.keyCode === compositionCode;
    if (event.key === "Enter" && !event.shiftKey && !composes) sendText(event);
  };
  return (
    <form class="chat-form" onSubmit={sendText}>
      {line && (
        <div class="chat-answered" data-test="chat-answered">
          <p title={answering}>{answering}</p>
          <IconButton
            icon="close"
            label={t("chat.answer.cancel")}
            data-test="chat-answer-cancel"
            onClick={() => {
              answered.value = undefined;
              input.current?.focus();
            }}
          />
        </div>
      )}
      <GroupWords model={model} />
      <FileChoice files={model.files} />
      <textarea
        autocomplete="off"
        ref={input}
        class="input chat-input"
        data-test="chat-input"
        rows={1}
        maxLength={textLength}
        aria-label={t("chat.label")}
        placeholder={t("chat.label")}
        enterkeyhint="send"
        onKeyDown={onKeyDown}
        onPaste={(event) => pasted(model.files, event)}
      />
      <IconButton type="submit" icon="send" label={t("chat.send")} data-test="chat-send" />
    </form>
  );
}
