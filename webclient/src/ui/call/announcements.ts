// Announces who is back and what was written: politely, and several at once in one sentence.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  type CallModel,
  type FileState,
  isUnderWay,
  type Peer,
  written,
} from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { comingsLine, useComings } from "./comings.tsx";
import { useParticipationNews } from "./participationnews.ts";
import { useShareNews } from "./sharenotices.tsx";

/** Of more lines at once only the number is said. */
const mostLines = 5;

/** Draws nothing: a component of its own, so that what is announced draws nothing else anew. */
export function Announcements({ model }: { model: CallModel }): null {
  useComings(model.everybody.value);
  useReconnections(model.peers.value);
  useChatLines(model);
  useShareNews(model);
  useFiles(model);
  useParticipationNews(model.participation);
  return null;
}

/** An interruption cannot wait, its end can; the end is on the line of comings as well. */
function useReconnections(peers: readonly Peer[]): void {
  const before = useRef(new Map<string, Peer["state"]>());
  const said = useRef("");
  useEffect(() => {
    const back: string[] = [];
    let isLost = false;
    for (const { sid, name, state } of peers) {
      const was = before.current.get(sid);
      if (was === "connected" && state === "reconnecting")
        announce(`${name}: ${t("tile.reconnecting")}`, true);
      if (was === "reconnecting" && state === "connected") back.push(name);
      isLost ||= was === "connected" && state === "reconnecting";
    }
    // It is no longer so.
    if (isLost && comingsLine.peek() === said.current) comingsLine.value = "";
    const [name] = back;
    if (name !== undefined) {
      const all = t("say.back.many", { count: back.length });
      said.current = back.length === 1 ? t("say.back", { name }) : all;
      comingsLine.value = said.current;
      announce(said.current);
    }
    before.current = new Map(peers.map(({ sid, state }) => [sid, state]));
  }, [peers]);
}

function useChatLines(model: CallModel): void {
  const lines = model.chat.value;
  const told = useRef(written(lines));
  useEffect(() => {
    const news = lines.filter(({ sid, id }) => sid && id >= told.current);
    if (news.length > mostLines)
      announce(`${t("chat.title")}: ${t("chat.unread", { count: news.length })}`);
    else
      for (const line of news) {
        if (line.file) announce(t("say.file", { name: line.name, file: line.text }));
        else announce(t("say.chat", { name: line.name, text: line.text }));
      }
    told.current = written(lines);
  }, [lines]);
}

/** That a file that was accepted is here, or will not be. */
function useFiles(model: CallModel): void {
  const before = useRef(new Map<number, FileState | undefined>());
  useSignalEffect(() => {
    const now = new Map<number, FileState | undefined>();
    for (const { id, sid, file, text } of model.chat.value) {
      if (!sid || !file) continue;
      const state = file.value.shares[0]?.state;
      const was = before.current.get(id);
      now.set(id, state);
      if (was !== "running" && was !== "waiting") continue;
      if (state === undefined || isUnderWay(state) || state === "declined") continue;
      announce(t(state === "done" ? "say.file.done" : "say.file.failed", { file: text }));
    }
    before.current = now;
  });
}
