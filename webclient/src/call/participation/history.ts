// What was written before somebody came: a newcomer asks those whom it meets, one after the other,
// and each member tells it once (protocol, section 4.10).
import { signal } from "@preact/signals-core";
import { mostHistory } from "../../net/decode.ts";
import type { HistoryLine, ParticipationMessage } from "../../net/participation.ts";
import type { ChatLine } from "../model.ts";
import { toLine, toText } from "../names.ts";
import type { CallState } from "../state.ts";
import type { ToldChat } from "./model.ts";

/** Setting up a call comes first, in ms. */
const firstMs = 500;
/** How long somebody has to tell before another is asked, in ms. */
const patienceMs = 2_000;
/** How many are asked: as many as there can be. */
const mostAsked = 5;
/** Of a whole message. */
const mostBytes = 49_152;

type Send = (sid: string, message: ParticipationMessage) => void;

export class History {
  readonly told = signal<ToldChat | undefined>(undefined);
  readonly #state: CallState;
  readonly #send: Send;
  readonly #asked = new Set<string>();
  readonly #answered = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(state: CallState, send: Send) {
    this.#state = state;
    this.#send = send;
  }

  /** We are a member from now on. */
  begin(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#askNext(mostAsked), firstMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** A member wants to know: once. */
  answer(sid: string): void {
    this.#forgetGone(this.#answered);
    if (this.#answered.has(sid)) return;
    this.#answered.add(sid);
    const lines = this.#lines();
    if (lines.length > 0) this.#send(sid, { kind: "history", lines });
  }

  /** Only the first, and only from somebody who was asked. */
  take(sid: string, by: string, lines: readonly HistoryLine[]): void {
    if (this.told.peek() !== undefined || !this.#asked.has(sid)) return;
    this.stop();
    const here = new Set(this.#state.chat.peek().flatMap(({ key }) => key ?? []));
    const now = Date.now();
    const told = lines
      .filter(({ id }) => id === undefined || !here.has(id))
      .map(({ name, text, at, id, reply }) => ({
        name: toLine(name),
        text: toText(text),
        at: new Date(Math.min(at * 1_000, now)),
        ...(id && { key: id }),
        ...(reply && { reply }),
      }));
    if (told.length > 0) this.told.value = { by, lines: told };
  }

  #askNext(left: number): void {
    const peers = this.#state.everybody.peek();
    this.#forgetGone(this.#asked);
    const next = peers.find(({ sid, state }) => state === "connected" && !this.#asked.has(sid));
    if (next !== undefined) {
      this.#asked.add(next.sid);
      this.#send(next.sid, { kind: "recall" });
    }
    if (left > 1) this.#timer = setTimeout(() => this.#askNext(left - 1), patienceMs);
  }

  /** Who comes back is somebody else. */
  #forgetGone(sids: Set<string>): void {
    const peers = this.#state.everybody.peek();
    for (const sid of sids) if (!peers.some((peer) => peer.sid === sid)) sids.delete(sid);
  }

  /** The newest that go into one message. */
  #lines(): readonly HistoryLine[] {
    const all = [...(this.told.peek()?.lines ?? []), ...this.#state.chat.peek().filter(isText)];
    const lines: HistoryLine[] = [];
    let bytes = 100;
    for (const line of all.slice(-mostHistory.lines).reverse()) {
      const said = {
        name: toLine(line.name) || "?",
        text: line.text,
        at: Math.floor(line.at.getTime() / 1_000),
        ...(line.key && { id: line.key }),
        ...(line.reply && { reply: line.reply }),
      };
      bytes += new TextEncoder().encode(JSON.stringify(said)).length + 1;
      if (bytes > mostBytes) break;
      lines.unshift(said);
    }
    return lines;
  }
}

/** A file cannot be passed on, and what was said while there were groups was not for everybody. */
function isText(line: ChatLine): boolean {
  return line.file === undefined && line.within === undefined;
}
