// Somebody knocks: a tone, the tab's title, and a word for screen readers, once for each person.
import { useEffect, useRef } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { attentionTitle } from "../../page/title.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playKnock } from "../parts/sounds.ts";

/**
 * For this long after somebody was turned away, a knock makes no sound and interrupts nobody:
 * whoever was turned away may knock again at once.
 */
const quietMs = 60_000;

export function useAttention(model: CallModel): void {
  const known = useRef(new Set<string>());
  const knocks = model.knocks.value;
  const newest = knocks[knocks.length - 1];
  const title = newest && `● ${t("knock.waiting", { name: newest.name })}`;

  useEffect(() => {
    attentionTitle.value = title;
    return () => {
      attentionTitle.value = undefined;
    };
  }, [title]);

  useEffect(() => {
    const fresh = knocks.filter(({ sid }) => !known.current.has(sid));
    known.current = new Set(knocks.map(({ sid }) => sid));
    if (fresh.length === 0) return;
    const quiet =
      Date.now() - (model.turnedAwayAt.peek()?.getTime() ?? Number.NEGATIVE_INFINITY) < quietMs;
    if (!quiet) playKnock();
    for (const { name } of fresh) announce(t("knock.waiting", { name }), !quiet);
  }, [knocks]);
}
