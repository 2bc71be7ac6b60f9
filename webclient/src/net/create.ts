// Creating a room: one message, one answer. A server that goes before it has answered is asked
// again with the same room: it answers the same host as if it were the first time.
import { toBase64url } from "../crypto/bytes.ts";
import { proveWork } from "../crypto/work.ts";
import type { CreateMessage } from "./protocol.ts";
import { SignalSocket } from "./socket.ts";

const patienceMs = 10_000;
/** A server that is lost more often than this is as good as none. */
const mostLosses = 8;

/**
 * A creation that did not work; `code` is one of the protocol's, "create-unanswered" or
 * "create-too-many".
 */
export class CreateError extends Error {
  override readonly name = "CreateError";
  readonly code: string;
  constructor(code: string) {
    super(`the room was not created: ${code}`);
    this.code = code;
  }
}

/**
 * Resolves to the expiry of the room once it is on the server's disk. `create` makes the signed
 * message; the proof of work is added here if the server asks for one, and `working` is called
 * before it is begun.
 */
export function createOnServer(
  url: string,
  create: (nonce: Uint8Array) => Promise<CreateMessage>,
  working: () => void,
): Promise<Date> {
  return new Promise((resolve, reject) => {
    let code = "create-unanswered";
    let reached = false;
    let losses = 0;
    let work = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopWaiting = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    const finish = (outcome: () => void) => {
      stopWaiting();
      work.abort();
      socket.close();
      outcome();
    };
    const failWith = (code: string) => finish(() => reject(new CreateError(code)));
    const waitForAnswer = () => {
      stopWaiting();
      timer = setTimeout(() => failWith(code), patienceMs);
    };
    const answer = async (nonce: Uint8Array, bits: number | undefined) => {
      reached = true;
      const { signal } = work; // of this try
      const message = await create(nonce);
      if (bits === undefined || signal.aborted) return message;
      stopWaiting(); // the work is ours; a server that goes meanwhile closes the socket
      working();
      const proof = toBase64url(await proveWork(nonce, message.room, bits, signal));
      if (!signal.aborted) waitForAnswer();
      return { ...message, proof };
    };
    const serverLost = (why: string | undefined) => {
      work.abort();
      work = new AbortController();
      // A server that has said nothing yet is not there, and one that we ask too often is not to be
      // asked again at once.
      if (why !== undefined) failWith(`create-${why}`);
      else if (!reached || ++losses > mostLosses) failWith(code);
      else if (losses === 1 || timer === undefined) waitForAnswer();
    };
    const socket = new SignalSocket({
      url,
      answer,
      message: (message) => {
        if (message.kind === "created") finish(() => resolve(new Date(message.expires * 1000)));
        if (message.kind === "error") code = message.code;
      },
      frame: () => {},
      lost: serverLost,
      found: () => {},
      closed: failWith,
    });
    waitForAnswer();
  });
}
