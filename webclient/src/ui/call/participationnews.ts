// Says what others show: politely, and several at once in one sentence. A hand makes a calm sound.
import { useEffect, useRef } from "preact/hooks";
import type { Participation } from "../../call/participation/model.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playSound } from "../parts/sounds.ts";

/** News within so many ms are merged. */
const mergingMs = 700;

export function useParticipationNews(participation: Participation): void {
  const hands = participation.hands.value.flatMap(({ sid, name }) =>
    sid === undefined ? [] : [{ key: sid, name }],
  );
  useMerged(hands, (news) => {
    const [first] = news;
    if (news.length > 1) announce(t("say.hand.many", { count: news.length }));
    else announce(t("say.hand", { name: first?.name ?? "" }));
    playSound("hand");
  });
  const reactions = participation.reactions.value.flatMap(({ id, sid, name, reaction }) =>
    sid === undefined ? [] : [{ key: `${id}`, name, reaction }],
  );
  const told = participation.told.value;
  useEffect(() => {
    if (told) announce(t("say.told", { name: told.by, count: told.lines.length }));
  }, [told]);
  useMerged(reactions, (news) => {
    const [first] = news;
    if (first === undefined) return;
    const reaction = t(`reaction.${first.reaction}`);
    if (news.length > 1) announce(t("say.reaction.many", { count: news.length }));
    else announce(t("say.reaction", { name: first.name, reaction }));
  });
}

/** Tells what is new in a list, once there was time for more. */
function useMerged<T extends { readonly key: string }>(
  list: readonly T[],
  tell: (news: readonly T[]) => void,
): void {
  const known = useRef(new Set(list.map(({ key }) => key)));
  const news = useRef<T[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    news.current.push(...list.filter(({ key }) => !known.current.has(key)));
    known.current = new Set(list.map(({ key }) => key));
    if (news.current.length === 0) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      tell(news.current.splice(0));
    }, mergingMs);
  }, [list.map(({ key }) => key).join(" ")]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
