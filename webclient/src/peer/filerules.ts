// What both directions of a file have in common (protocol, section 4.6).
import type { Bytes } from "../crypto/bytes.ts";
import type { FileMessage } from "../net/filemessages.ts";
import { ProtocolError } from "../net/protocol.ts";
import type { FileState } from "./state.ts";

/** How many files of one side may be without an end. */
export const mostOpen = 8;
/**
 * A message with bytes of a file is id || bytes, 16 KiB at most: what every implementation of data
 * channels takes whole.
 */
export const chunkHeader = 4;
export const largestChunk = 16 * 1024 - chunkHeader;

/** How long what was interrupted waits, where nothing says that it goes on. */
export const patienceMs = 15_000;

/** A file that is offered, to one peer or to several. */
export interface OwnFile {
  /** As the protocol wants names. */
  readonly name: string;
  readonly size: number;
  /** SHA-256, base64url. */
  readonly hash: string;
  readonly content: Blob;
}

/** How a file stands. */
export interface FileProgress {
  /** We are the one who sends it. */
  readonly own: boolean;
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** Of them sent or received. */
  readonly bytes: number;
  readonly state: FileState;
  /** Of a file that came, once it is whole. */
  readonly content?: Blob;
}

export interface FileOptions {
  sendMessage(message: FileMessage): void;
  /** Resolves when another chunk may be sent; to false if none may any more. */
  waitForSpace(): Promise<boolean>;
  sendChunk(chunk: Bytes): void;
  onProgress(news: FileProgress): void;
}

export function filesViolation(): ProtocolError {
  return new ProtocolError("bad-message", "files");
}
