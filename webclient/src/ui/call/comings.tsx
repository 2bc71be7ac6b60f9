// Who came, who left and who is back: a quiet sound, a line at the edge of the stage for a while,
// and a word for screen readers; several at once in one sentence.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Peer } from "../../call/model.ts";
import { type Key, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playSound } from "../parts/sounds.ts";
import "./comings.css";

/** Milliseconds in which comings and goings are merged into one sentence. */
const merging = 700;
/** Whom one finds on entering, in ms, has not just come. */
const enteringMs = 3_000;
/** A name comes after the one who has it; who has given none for so long, in ms, is told of so. */
const namelessMs = 5_000;
/** How long the line stays, in ms. */
const lineMs = 5_000;

/** What is on the line. */
export const comingsLine = signal("");

export function useComings(peers: readonly Peer[]): void {
  const told = useRef(peers);
  const now = useRef(peers);
  now.current = peers;
  const seenAt = useRef(new Map<string, number>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const entered = useRef(performance.now());
  useEffect(() => {
    const tellNews = () => {
      timer.current = undefined;
      const [all, time] = [now.current, performance.now()];
      const seenSince = ({ sid }: Peer) => seenAt.current.get(sid) ?? time;
      seenAt.current = new Map(all.map((peer) => [peer.sid, seenSince(peer)]));
      const ready = all.filter((peer) => peer.name !== "" || time - seenSince(peer) >= namelessMs);
      const [came, left] = [missingFrom(told.current, ready), missingFrom(all, told.current)];
      told.current = ready;
      if (ready.length < all.length) timer.current = setTimeout(tellNews, merging);
      const sentences = [sentence("say.joined", came), sentence("say.left", left)].filter(Boolean);
      for (const one of sentences) announce(one);
      if (sentences.length === 0 || time - entered.current < enteringMs) return;
      comingsLine.value = sentences.join(" ");
      playSound(came.length > 0 ? "joined" : "left");
    };
    // Begun by the first change and not put off by later ones, which may never rest.
    timer.current ??= setTimeout(tellNews, merging);
  }, [peers]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

function missingFrom(list: readonly Peer[], others: readonly Peer[]): readonly Peer[] {
  return others.filter(({ sid }) => !list.some((peer) => peer.sid === sid));
}

/** Empty for nobody. */
function sentence(key: "say.joined" | "say.left", people: readonly Peer[]): string {
  const [first] = people;
  if (!first) return "";
  const many: Key = `${key}.many`;
  return people.length === 1 ? t(key, { name: first.name }) : t(many, { count: people.length });
}

/** Over the stage, so that nothing moves; screen readers have been told. */
export function ComingsLine() {
  const text = comingsLine.value;
  useEffect(() => {
    const timer = setTimeout(clearLine, lineMs);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => clearLine, []);
  if (text === "") return null;
  return (
    <p class="comings" data-test="comings" aria-hidden="true">
      {text}
    </p>
  );
}

function clearLine(): void {
  comingsLine.value = "";
}
