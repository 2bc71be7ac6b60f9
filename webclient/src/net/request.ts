// One request to the server, one answer, on a socket of its own: a room is created,
// moved or ended. A server
// that goes before it has answered is asked again: it answers as if it were the first time.
import type { ClientMessage, ServerMessage } from "./protocol.ts";
import { SignalSocket } from "./socket.ts";

const patienceMs = 10_000;
/** A server that is lost more often than this is as good as none. */
const mostLosses = 8;

/**
 * A request that came to nothing; `code` is one of the protocol's, "create-unanswered" or
 * "create-too-many".
 */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: string;
  constructor(code: string) {
    super(`the request came to nothing: ${code}`);
    this.code = code;
  }
}

export interface Request<T> {
  /** ws: or wss: */
  readonly url: string;
  /** The signed message that answers a challenge; called for each try. */
  sign(challenge: Challenge): Promise<ClientMessage>;
  /** What is said to a message that is not the answer yet, if anything is. */
  reply?(message: ServerMessage): ClientMessage | undefined;
  /** What the server's answer comes to; undefined for any other message. */
  read(message: ServerMessage): T | undefined;
}

export interface Challenge {
  readonly nonce: Uint8Array;
  /** Bits of work that creating takes. */
  readonly work: number | undefined;
  /** The socket of this try is lost. */
  readonly lost: AbortSignal;
  /** Something takes as long as it takes; the server waits, and so do we. */
  takeTime<R>(work: Promise<R>): Promise<R>;
}

export function askServer<T>({ url, sign, reply, read }: Request<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let code = "create-unanswered";
    let reached = false;
    let losses = 0;
    let attempt = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopWaiting = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    const finish = (outcome: () => void) => {
      stopWaiting();
      attempt.abort();
      socket.close();
      outcome();
    };
    const failWith = (code: string) => finish(() => reject(new RequestError(code)));
    const waitForAnswer = () => {
      stopWaiting();
      timer = setTimeout(() => failWith(code), patienceMs);
    };
    const answer = (nonce: Uint8Array, work: number | undefined) => {
      reached = true;
      const { signal: lost } = attempt; // of this try
      const takeTime = async <R>(work: Promise<R>): Promise<R> => {
        stopWaiting(); // a server that goes meanwhile closes the socket
        const result = await work;
        if (!lost.aborted) waitForAnswer();
        return result;
      };
      return sign({ nonce, work, lost, takeTime });
    };
    const serverLost = (why: string | undefined) => {
      attempt.abort();
      attempt = new AbortController();
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
        const result = read(message);
        if (result !== undefined) finish(() => resolve(result));
        const said = reply?.(message);
        if (said !== undefined) socket.send(said);
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
