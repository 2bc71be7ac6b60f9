// Somebody knocks: a tone, a touch, the tab's title, a message of the system, and a word for screen
// readers. Nobody is named where the system keeps what it has shown.
import { useEffect, useRef } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { callSettings } from "../../page/callsettings.ts";
import { isElsewhere, showNotification } from "../../page/notifications.ts";
import { attentionTitle } from "../../page/title.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playSound, vibrate } from "../parts/sounds.ts";

/**
 * For this long after somebody was turned away, a knock makes no sound and interrupts nobody:
 * whoever was turned away may knock again at once. Who still waits then is heard then.
 */
const quietMs = 60_000;
/** It rings again so many ms after a knock, and then no more. */
const repeats = [20_000, 60_000];
/** Knocks within so many ms are told in one message of the system. */
const burstMs = 10_000;
/** A pattern that is not that of a call or of a mail, in ms. */
const touch = [120, 80, 120];

export function useAttention(model: CallModel): void {
  const known = useRef(new Set<string>());
  const knocks = model.knocks.value;
  const newest = knocks[knocks.length - 1];
  const title = newest && `● ${t("knock.waiting", { name: newest.name })}`;

  useEffect(() => {
    if (title === undefined) return;
    attentionTitle.value = title;
    return () => {
      attentionTitle.value = undefined;
    };
  }, [title]);

  useEffect(() => {
    const fresh = knocks.filter(({ sid }) => !known.current.has(sid));
    known.current = new Set(knocks.map(({ sid }) => sid));
    if (knocks.length === 0) stopTelling();
    if (fresh.length === 0) return;
    const quiet = isQuiet(model);
    tellKnock(model);
    for (const { name } of fresh) announce(t("knock.waiting", { name }), !quiet);
  }, [knocks]);

  useEffect(() => stopTelling, []);
}

function isQuiet(model: CallModel): boolean {
  return quietLeft(model) > 0;
}

function quietLeft(model: CallModel): number {
  const turnedAway = model.turnedAwayAt.peek()?.getTime() ?? Number.NEGATIVE_INFINITY;
  return turnedAway + quietMs - Date.now();
}

let timers: ReturnType<typeof setTimeout>[] = [];
let shown: { readonly at: number; close(): void } | undefined;

function tellKnock(model: CallModel): void {
  stopRinging();
  if (isQuiet(model)) {
    timers = [setTimeout(() => tellKnock(model), quietLeft(model))];
    return;
  }
  ring();
  timers = repeats.map((after) => setTimeout(() => ringAgain(model), after));
  if (callSettings.peek().notify && isElsewhere()) notifyOnce();
}

function ring(): void {
  playSound("knock");
  vibrate(touch);
}

/** Who looks at the page and talks to somebody has seen the card. */
function ringAgain(model: CallModel): void {
  const inTalk = model.everybody.peek().some(({ state }) => state === "connected");
  if (!isQuiet(model) && (isElsewhere() || !inTalk)) ring();
}

/** Somebody has taken notice: what is heard again would only disturb. */
export function stopRinging(): void {
  for (const timer of timers) clearTimeout(timer);
  timers = [];
}

function notifyOnce(): void {
  if (shown !== undefined && Date.now() - shown.at < burstMs) return;
  shown?.close();
  const close = showNotification(t("notify.knock"), { stays: true, onPress: focusCard });
  shown = close && { at: Date.now(), close };
}

function focusCard(): void {
  document.querySelector<HTMLElement>("[data-test=knock-card]")?.focus();
}

/** Nobody waits any more, or this page is no longer the one to answer. */
function stopTelling(): void {
  stopRinging();
  shown?.close();
  shown = undefined;
}
