// One WebSocket to the server, from its opening to its end. It answers the challenge; what else is
// said is not its business.
import { fromBase64url, toBase64url } from "../crypto/bytes.ts";
import { policyViolation } from "./closing.ts";
import { decodeServer } from "./decode.ts";
import { type ClientMessage, encode, type LeaveMessage, type ServerMessage } from "./protocol.ts";

const sidBytes = 8;
/**
 * How long the answer to a good-bye may take, in ms: a server that is busy, or a slow line, is no
 * reason to tell somebody that the room may not stay.
 */
const answerMs = 15_000;
/** How long each step of opening may take, in ms: at first, and at most. */
const openMs = 8_000;
const slowOpenMs = 32_000;

/** How long each step of opening may take: longer on a line that has shown itself slower. */
export class OpenPatience {
  ms = openMs;

  /** An attempt took too long. */
  double(): void {
    this.ms = Math.min(slowOpenMs, 2 * this.ms);
  }

  /** An attempt took this long. */
  noteTime(ageMs: number): void {
    this.ms = Math.min(slowOpenMs, Math.max(openMs, 2 * ageMs));
  }
}

export interface ConnectionOptions {
  readonly url: string;
  /**
   * How long the server may take for its challenge, and again for its first word after our answer,
   * in ms.
   */
  readonly patienceMs: number;
  answer(nonce: Uint8Array, work: number | undefined): Promise<ClientMessage>;
  message(message: ServerMessage): void;
  frame(from: string, body: Uint8Array): void;
  /**
   * It came to an end, or was given up because the server took too long (code 0). Not said after
   * close().
   */
  ended(code: number, reason: string): void;
}

export class Connection {
  /** The upgrade worked: there is a server. */
  opened = false;
  /**
   * When our answer to the challenge went out. From then on the server takes this socket for ours,
   * and no other.
   */
  answeredAt: number | undefined;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #begun = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const socket = new WebSocket(options.url, "einmal.1");
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#startPatience();
    socket.addEventListener("open", () => {
      this.opened = true;
    });
    socket.addEventListener("message", ({ data }) => {
      if (!this.#closed) this.#receive(data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (!this.#closed) this.#endSocket(code, reason);
    });
  }

  /** How long it has been there, in ms. */
  get ageMs(): number {
    return performance.now() - this.#begun;
  }

  /** How long it has waited for its challenge or its welcome, in ms. */
  get stepAgeMs(): number {
    return this.answeredAt === undefined ? this.ageMs : performance.now() - this.answeredAt;
  }

  send(message: ClientMessage): void {
    this.#writeData(encode(message));
  }

  sendFrame(to: string, body: Uint8Array): void {
    const frame = new Uint8Array(sidBytes + body.length);
    frame.set(fromBase64url(to));
    frame.set(body, sidBytes);
    this.#writeData(frame);
  }

  /** Says nothing more, in neither direction. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  /**
   * Says `leave` after a pause. How the server then ended the socket; undefined if it could not be
   * reached.
   */
  leave(pauseMs: number, message: LeaveMessage): Promise<CloseEvent | undefined> {
    const socket = this.#socket;
    if (socket.readyState !== WebSocket.OPEN) {
      this.close();
      return Promise.resolve(undefined);
    }
    this.#closed = true;
    clearTimeout(this.#timer);
    setTimeout(() => this.send(message), pauseMs);
    const late = setTimeout(() => socket.close(), pauseMs + answerMs);
    return new Promise((resolve) => {
      socket.addEventListener("close", (event) => {
        clearTimeout(late);
        resolve(event);
      });
    });
  }

  #writeData(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data);
  }

  #endSocket(code: number, reason: string): void {
    this.close();
    this.#options.ended(code, reason);
  }

  #startPatience(): void {
    this.#timer = setTimeout(() => this.#endSocket(0, ""), this.#options.patienceMs);
  }

  #receive(data: string | ArrayBuffer): void {
    clearTimeout(this.#timer);
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
      this.#endSocket(policyViolation, "bad-server");
      return;
    }
    if (message.kind === "challenge") void this.#answer(fromBase64url(message.nonce), message.work);
    else this.#options.message(message);
  }

  async #answer(nonce: Uint8Array, work: number | undefined): Promise<void> {
    const message = await this.#options.answer(nonce, work);
    if (this.#closed) return;
    this.answeredAt = performance.now();
    this.send(message);
    this.#startPatience();
  }
}
