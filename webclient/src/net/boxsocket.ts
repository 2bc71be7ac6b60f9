// A socket over which a box is filled or emptied (protocol, section 3.8): it says one thing after
// the other, and waits for what comes.
import { type Bytes, fromBase64url } from "../crypto/bytes.ts";
import {
  type BoxClientMessage,
  type BoxServerMessage,
  decodeBoxServer,
  pieceBytes,
} from "./boxmessages.ts";
import { policyViolation } from "./closing.ts";
import { decodeServer } from "./decode.ts";

/** How long the server may take for its next message, in ms. */
const patienceMs = 60_000;
/** How much may wait to be sent, in bytes. */
const mostWaiting = 1 << 20;
const lookMs = 20;

/** The server's refusal, by its code; "box-lost" if it cannot be reached, or went away. */
export class BoxError extends Error {
  override readonly name = "BoxError";
  readonly code: string;
  constructor(code: string) {
    super(`nothing came of it: ${code}`);
    this.code = code;
  }
}

/** Errors of the moment: to come back may help. */
const passing = new Set(["box-lost", "too-slow", "internal"]);
export const isPassing = (error: unknown) => error instanceof BoxError && passing.has(error.code);

export class BoxSocket {
  readonly #socket: WebSocket;
  readonly #came: (string | ArrayBuffer)[] = [];
  #wake: () => void = () => {};
  #end: BoxError | undefined;

  private constructor(url: string, stop: AbortSignal | undefined) {
    const socket = new WebSocket(url, "einmal.1");
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      this.#came.push(data);
      this.#wake();
    });
    socket.addEventListener("close", ({ code, reason }) => {
      this.#end ??= new BoxError(code === policyViolation && reason ? reason : "box-lost");
      this.#wake();
    });
    stop?.addEventListener("abort", () => this.#endWith("box-stopped"), { once: true });
    if (stop?.aborted) this.#endWith("box-stopped");
  }

  /** Answers the challenge. Rejects with a BoxError, as everything here does. */
  static async openWith(
    url: string,
    answer: (nonce: Bytes) => Promise<BoxClientMessage>,
    stop?: AbortSignal,
  ): Promise<BoxSocket> {
    const socket = new BoxSocket(url, stop);
    try {
      const message = decodeServer(await socket.#nextText());
      if (message.kind !== "challenge") throw new BoxError("bad-server");
      socket.sendMessage(await answer(fromBase64url(message.nonce)));
      return socket;
    } catch (error) {
      socket.closeSocket();
      throw error instanceof BoxError ? error : new BoxError("bad-server");
    }
  }

  sendMessage(message: BoxClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Resolves when another piece may be sent, to how many bytes still wait. */
  async sendPiece(piece: Bytes): Promise<number> {
    const began = performance.now();
    let waiting = this.#socket.bufferedAmount;
    let moved = began;
    while (this.#socket.bufferedAmount > mostWaiting) {
      if (this.#end) throw this.#end;
      if (this.#socket.bufferedAmount < waiting) moved = performance.now();
      waiting = this.#socket.bufferedAmount;
      if (performance.now() - moved > patienceMs) this.#endWith("box-lost");
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    if (this.#end) throw this.#end;
    this.#socket.send(piece);
    return this.#socket.bufferedAmount;
  }

  /** The next message, which has to be of this kind. */
  async expect<K extends BoxServerMessage["kind"]>(
    kind: K,
  ): Promise<Extract<BoxServerMessage, { kind: K }>> {
    const text = await this.#nextText();
    let message: BoxServerMessage;
    try {
      message = decodeBoxServer(text);
    } catch {
      throw this.#endWith("bad-server");
    }
    if (message.kind !== kind) throw this.#endWith("bad-server");
    return message as Extract<BoxServerMessage, { kind: K }>;
  }

  /** The next piece. */
  async nextPiece(): Promise<Bytes> {
    const data = await this.#nextMessage();
    if (typeof data === "string") this.#refuse(data);
    if (typeof data === "string" || data.byteLength !== pieceBytes)
      throw this.#endWith("bad-server");
    return new Uint8Array(data);
  }

  closeSocket(): void {
    this.#endWith("box-stopped");
  }

  async #nextText(): Promise<string> {
    const data = await this.#nextMessage();
    if (typeof data !== "string") throw this.#endWith("bad-server");
    this.#refuse(data);
    return data;
  }

  /** Throws what the server says if that is an error. */
  #refuse(text: string): void {
    if (!text.startsWith('{"kind":"error"')) return;
    let code = "bad-server";
    try {
      const message = decodeServer(text);
      if (message.kind === "error") code = message.code;
    } catch {
      // it does not speak the protocol
    }
    throw this.#endWith(code);
  }

  async #nextMessage(): Promise<string | ArrayBuffer> {
    for (;;) {
      const data = this.#came.shift();
      if (data !== undefined) return data;
      if (this.#end) throw this.#end;
      const late = setTimeout(() => this.#endWith("box-lost"), patienceMs);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      clearTimeout(late);
    }
  }

  #endWith(code: string): BoxError {
    this.#end ??= new BoxError(code);
    this.#socket.close();
    this.#wake();
    return this.#end;
  }
}
