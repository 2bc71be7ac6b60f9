// What of groups is read out: where one is, that the host has come or gone, and that all are called
// back, when it is said and ten seconds before.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { GroupsModel, Room } from "../../../call/together/groups/model.ts";
import { t } from "../../i18n/index.ts";
import { announce } from "../../parts/announcer.tsx";
import { roomName, withWords } from "./roomwords.ts";

/** Before all are together again, in ms. */
const lastCallMs = 10_000;

export function useGroupNews(part: GroupsModel, isHost: boolean): void {
  const before = useRef<Room | undefined>(undefined);
  useSignalEffect(() => {
    const now = part.own.value;
    const was = before.current;
    before.current = now;
    if (now !== undefined && (was === undefined || now.place !== was.place)) {
      const others = now.people.filter(({ own }) => !own);
      const company = others.length > 0 ? withWords(others) : t("groups.alone");
      announce(`${t("say.groups.in", { group: roomName(now) })} ${company}`, true);
    } else if (now !== undefined && was !== undefined && !isHost) {
      const [came, left] = [hostIn(now), hostIn(was)];
      if (came !== undefined && left === undefined)
        announce(t("say.groups.host", { name: came }), true);
      if (came === undefined && left !== undefined)
        announce(t("say.groups.host.gone", { name: left }));
    } else if (now === undefined && was !== undefined) announce(t("say.groups.over"), true);
  });
  useSignalEffect(() => {
    const told = part.told.value;
    if (told !== undefined) announce(`${t("groups.told", { name: told.name })} ${told.text}`, true);
  });
  const at = part.backAt.value;
  useEffect(() => {
    if (at === undefined) return;
    const left = at - performance.now();
    const say = (ms: number) =>
      announce(t("groups.back", { seconds: Math.max(1, Math.round(ms / 1_000)) }), true);
    say(left);
    if (left <= lastCallMs) return;
    const timer = setTimeout(() => say(lastCallMs), left - lastCallMs);
    return () => clearTimeout(timer);
  }, [at]);
}

/** The host's name, if it is somebody else who is here. */
function hostIn(room: Room): string | undefined {
  return room.people.find(({ host, own }) => host && !own)?.name;
}
