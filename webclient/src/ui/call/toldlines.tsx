// What was written before one came, as somebody tells it: apart from what one has heard oneself.
import type { ToldChat } from "../../call/participation/model.ts";
import { t, timeOfDay } from "../i18n/index.ts";
import { Linkify } from "../parts/linkify.tsx";

export function ToldLines({ told }: { told: ToldChat | undefined }) {
  if (!told) return null;
  return (
    <section class="chat-told" data-test="chat-told" aria-label={t("chat.told", { name: told.by })}>
      <p class="quiet">{t("chat.told", { name: told.by })}</p>
      {told.lines.map(({ name, text, at }, place) => (
        <article key={place} class="chat-line">
          <p class="chat-who">
            <bdi>{name}</bdi> <time dateTime={at.toISOString()}>{timeOfDay(at)}</time>
          </p>
          <p class="chat-text" dir="auto">
            <Linkify text={text} />
          </p>
        </article>
      ))}
    </section>
  );
}
