// The WebSocket to the server: opens, answers the challenge, comes back after a loss. What the messages mean is not its business.
import { fromBase64url, toBase64url } from "../crypto/bytes.ts";
import { decodeServer } from "./decode.ts";
import { type ClientMessage, encode, type ServerMessage } from "./protocol.ts";

const sidBytes = 8;
/** Close codes (RFC 6455 section 7.4.1) by which the server ends a socket for good; the reason is the error code. */
const policyViolation = 1008;
const tooBig = 1009;
/** With which the server answers a `leave`. */
const normalClosure = 1000;
/** Errors after which the server holds nothing of us. */
const lettingGo = new Set(["removed", "denied", "room-gone"]);
/** How long an answer may take, in ms. */
const answerMs = 3000;
/** Pause before the n-th attempt to come back, in ms; the last one repeats. */
const backoffMs = [250, 500, 1000, 2000, 4000, 8000];
/** Errors after which coming back makes sense: they are about the moment, not about us. */
const transient = new Set(["too-slow", "too-many", "internal"]);

export interface SocketOptions {
  readonly url: string;
  /** The join (or create) that answers a challenge; called for each new socket. `work` is what a create takes. */
  answer(nonce: Uint8Array, work: number | undefined): Promise<ClientMessage>;
  message(message: ServerMessage): void;
  frame(from: string, body: Uint8Array): void;
  /** The socket was lost; it comes back by itself. */
  lost(): void;
  /** The server closed it for good, with this code. */
  closed(code: string): void;
}

export class SignalSocket {
  readonly #options: SocketOptions;
  #socket: WebSocket | undefined;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #done = false;
  readonly #online = () => this.#retryNow();

  constructor(options: SocketOptions) {
    this.#options = options;
    globalThis.addEventListener("online", this.#online);
    this.#connect();
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encode(message));
  }

  /** A frame that finds no socket is lost; the resume that follows opens the sealed channels anew. */
  sendFrame(to: string, body: Uint8Array): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const frame = new Uint8Array(sidBytes + body.length);
    frame.set(fromBase64url(to));
    frame.set(body, sidBytes);
    this.#socket.send(frame);
  }

  close(): void {
    this.#stop();
    this.#socket?.close();
  }

  /** Says `leave` after a pause and lets go of the socket. True once the server has let go of us: for that, or for what others said of us meanwhile. */
  leave(pauseMs: number): Promise<boolean> {
    const socket = this.#socket;
    this.#stop();
    if (socket?.readyState !== WebSocket.OPEN) {
      socket?.close();
      return Promise.resolve(false);
    }
    setTimeout(() => socket.send(encode({ kind: "leave" })), pauseMs);
    const late = setTimeout(() => socket.close(), pauseMs + answerMs);
    return new Promise((resolve) => {
      socket.addEventListener("close", ({ code, reason }) => {
        clearTimeout(late);
        resolve(code === normalClosure || lettingGo.has(reason));
      });
    });
  }

  #stop(): void {
    this.#done = true;
    clearTimeout(this.#timer);
    globalThis.removeEventListener("online", this.#online);
  }

  #connect(): void {
    const socket = new WebSocket(this.#options.url, "einmal.1");
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket && !this.#done) this.#receive(socket, data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (socket === this.#socket && !this.#done) this.#closed(code, reason);
    });
  }

  #receive(socket: WebSocket, data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      const bytes = new Uint8Array(data);
      if (bytes.length > sidBytes)
        this.#options.frame(toBase64url(bytes.subarray(0, sidBytes)), bytes.subarray(sidBytes));
      return;
    }
    let message: ServerMessage;
    try {
      message = decodeServer(data);
    } catch {
      // A server that does not speak the protocol is as good as none.
      this.#finish("bad-server");
      return;
    }
    if (message.kind === "challenge") {
      void this.#answer(socket, fromBase64url(message.nonce), message.work);
      return;
    }
    if (message.kind === "welcome" || message.kind === "created") this.#attempts = 0;
    this.#options.message(message);
  }

  async #answer(socket: WebSocket, nonce: Uint8Array, work: number | undefined): Promise<void> {
    const message = await this.#options.answer(nonce, work);
    if (socket === this.#socket) this.send(message);
  }

  #closed(code: number, reason: string): void {
    if (code === tooBig || (code === policyViolation && !transient.has(reason))) {
      this.#finish(reason);
      return;
    }
    this.#later();
  }

  /** Gives the current socket up and tries another one later. */
  putOff(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#attempts = backoffMs.length;
    this.#later();
  }

  #later(): void {
    this.#options.lost();
    if (this.#done) return; // closed by who heard of it
    const pause = backoffMs[Math.min(this.#attempts, backoffMs.length - 1)] ?? 0;
    this.#attempts++;
    this.#timer = setTimeout(() => this.#connect(), pause);
  }

  #finish(code: string): void {
    this.close();
    this.#options.closed(code);
  }

  #retryNow(): void {
    if (this.#done || this.#socket?.readyState === WebSocket.OPEN) return;
    clearTimeout(this.#timer);
    this.#attempts = 0;
    const stuck = this.#socket;
    this.#connect();
    stuck?.close();
  }
}
