// What is written while it is recorded, as text.
import type { ReadonlySignal } from "@preact/signals-core";
import { type ChatLine, written } from "../chatline.ts";

export class Transcript {
  readonly #chat: ReadonlySignal<readonly ChatLine[]>;
  /** The id of the first line that counts. */
  #first = 0;

  constructor(chat: ReadonlySignal<readonly ChatLine[]>) {
    this.#chat = chat;
  }

  beginHere(): void {
    this.#first = written(this.#chat.peek());
  }

  /** `may`: whose lines may be in it; undefined for our own. Files are left out. */
  asText(may: (sid: string | undefined) => boolean): string {
    return this.#chat
      .peek()
      .filter(({ id, sid, file }) => id >= this.#first && file === undefined && may(sid))
      .map(({ at, name, text }) => `${at.toISOString()} ${name}: ${text}\n`)
      .join("");
  }
}
