// What stands in the chat: what people wrote, and the files that they offered.
import type { ReadonlySignal } from "@preact/signals-core";
import { largestHeld } from "../peer/filestore.ts";
import type { FileState } from "../peer/state.ts";

export interface ChatLine {
  /** Counts from 0; the oldest lines may be gone. */
  readonly id: number;
  /** Undefined for what this client wrote itself. */
  readonly sid?: string;
  readonly name: string;
  /** It is the host who wrote it, and not we. */
  readonly host?: boolean;
  /** For a file, its name. */
  readonly text: string;
  /** What an answer names it by. */
  readonly key?: string;
  /** The key of the line that this one answers. */
  readonly reply?: string;
  /** Was said while there were groups, in the one of this name; "" is the main room. */
  readonly within?: string;
  readonly at: Date;
  readonly file?: ReadonlySignal<SharedFile>;
}

export interface SharedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** One for everybody that it was offered to; of a file that came, one. */
  readonly shares: readonly FileShare[];
  /** Of a file that came, once it is whole. */
  readonly content?: Blob;
}

export interface FileShare {
  /** Of the other person. */
  readonly sid: string;
  readonly name: string;
  readonly state: FileState;
  /** Sent or received, 0 to 100. */
  readonly percent: number;
}

/** It came onto the disk, where it is no longer than the call. */
export const isOnDisk = (size: number) => size > largestHeld;

/** It has not had its end. */
export function isUnderWay(state: FileState): boolean {
  return ["reading", "offered", "running", "waiting"].includes(state);
}

/** How many lines there have been, also those that are no longer kept. */
export function written(lines: readonly ChatLine[]): number {
  return (lines.at(-1)?.id ?? -1) + 1;
}

/** What can be done with files; each is a line of the chat, by its id. */
export interface SharedFiles {
  /** Offers a file to everybody who is connected at the moment. */
  send(file: File): void;
  accept(line: number): void;
  /** Takes our own back or declines another's, also in the midst of it. */
  cancel(line: number): void;
}
