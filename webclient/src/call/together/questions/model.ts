// Questions that wait for their turn, as the screen shows them (protocol, section 4.13).
import type { ReadonlySignal } from "@preact/signals-core";

export const marks = ["open", "taken", "answered"] as const;
/** taken: the one that is being talked about. */
export type Mark = (typeof marks)[number];

export const questionLimits = {
  /** In characters. */
  text: 300,
  /** By one person, in a call. */
  each: 20,
  all: 60,
} as const;

export interface Question {
  readonly id: string;
  /** Undefined for our own. */
  readonly author?: string;
  readonly name: string;
  readonly text: string;
  readonly mark: Mark;
  /** Of those who want it answered too, ourselves included. */
  readonly hands: number;
  /** Ours is among them. */
  readonly raised: boolean;
}

export interface Questions {
  /** Taken first, then by hands and age; at the end what is answered. */
  readonly questions: ReadonlySignal<readonly Question[]>;
  readonly mayAsk: ReadonlySignal<boolean>;
  askQuestion(text: string): void;
  raise(id: string, up: boolean): void;
  /** For the host. */
  mark(id: string, mark: Mark): void;
  /** One of our own. */
  withdraw(id: string): void;
}
