// One line of the chat, with the one that it answers and what can be done with it.
import type { CallModel, ChatLine, SharedFiles } from "../../call/model.ts";
import type { QualityModel } from "../../call/uplink/model.ts";
import { t, timeOfDay } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { IconButton } from "../parts/button.tsx";
import { copyText } from "../parts/copy.tsx";
import { Linkify } from "../parts/linkify.tsx";
import { FileLine } from "./fileline.tsx";

/** Of the answered line, in characters. */
const quoteLength = 80;

interface Props {
  line: ChatLine;
  files: SharedFiles;
  quality: QualityModel;
  quote: string | undefined;
  onReply: (line: ChatLine) => void;
}

/** The line that another answers, in short. */
export function quoteOf({ chat, participation }: CallModel, key: string): string {
  const told = participation.told.peek()?.lines.find((one) => one.key === key);
  const heard = chat.peek().find((one) => one.key === key);
  const line = heard ?? told;
  if (line === undefined) return t("chat.earlier");
  const characters = [...line.text.replace(/\s+/g, " ")];
  const cut = characters.length > quoteLength;
  const text = characters.slice(0, quoteLength).join("") + (cut ? " …" : "");
  return `${heard && !heard.sid ? t("chat.you") : line.name}: ${text}`;
}

/**
 * A component of its own, which is not drawn again while its line is the same: there may be
 * thousands.
 */
export function ChatEntry({ line, files, quality, quote, onReply }: Props) {
  return (
    <article
      class={line.sid ? "chat-line" : "chat-line chat-own"}
      data-test="chat-line"
      data-reply={line.reply !== undefined}
    >
      <p class="chat-who">
        {line.sid && <bdi>{line.name}</bdi>} <AuthorMark line={line} />{" "}
        {line.within !== undefined && (
          <span class="chat-mark" data-test="chat-within">
            {line.within || t("chat.main")}
          </span>
        )}{" "}
        <time dateTime={line.at.toISOString()}>{timeOfDay(line.at)}</time>
        {!line.file && <LineActions line={line} onReply={onReply} />}
      </p>
      {quote && (
        <p class="chat-quote" dir="auto">
          {quote}
        </p>
      )}
      {line.file ? (
        <FileLine line={line} file={line.file} files={files} quality={quality} />
      ) : (
        <p class="chat-text" dir="auto">
          <Linkify text={line.text} />
        </p>
      )}
    </article>
  );
}

/** Tells the host and oneself from others, who may have chosen the name "You" or "Host". */
function AuthorMark({ line }: { line: ChatLine }) {
  if (line.sid && !line.host) return null;
  return <span class="chat-mark">{t(line.sid ? "tile.host" : "chat.you")}</span>;
}

function LineActions({ line, onReply }: Pick<Props, "line" | "onReply">) {
  const copy = async () =>
    announce(t((await copyText(line.text)) ? "app.copied" : "chat.uncopied"));
  const name = line.sid ? line.name : t("chat.you");
  return (
    <span class="chat-actions">
      {line.key && (
        <IconButton
          icon="reply"
          label={t("chat.reply", { name })}
          data-test="chat-reply"
          onClick={() => onReply(line)}
        />
      )}
      <IconButton icon="copy" label={t("chat.copy")} data-test="chat-copy" onClick={copy} />
    </span>
  );
}
