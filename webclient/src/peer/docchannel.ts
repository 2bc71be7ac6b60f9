// The data channel for what people make together (protocol, section 4.12), beside those for texts
// and files: a text never waits for a stroke.
import type { Bytes } from "../crypto/bytes.ts";
import { DocPace, docLimits } from "./docpace.ts";

/** How many bytes wait in the channel. */
const most = 64 * 1024;
/** And before it, to one peer: more than one document. */
const mostWaiting = 4 * 1024 * 1024;

export interface DocChannelOptions {
  opened(): void;
  /** Something came; it may be of any type. Nothing comes after `flooded`. */
  message(data: unknown): void;
  /** The peer has sent more than it may. */
  flooded(): void;
}

export class DocChannel {
  readonly #channel: RTCDataChannel;
  readonly #options: DocChannelOptions;
  readonly #theirs = new DocPace(docLimits.taken);
  readonly #ours = new DocPace(docLimits.sent);
  #queue: Bytes[] = [];
  #waiting = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(pc: RTCPeerConnection, options: DocChannelOptions) {
    this.#options = options;
    this.#channel = pc.createDataChannel("einmal-doc", { negotiated: true, id: 2 });
    this.#channel.binaryType = "arraybuffer";
    this.#channel.bufferedAmountLowThreshold = most / 2;
    this.#channel.addEventListener("open", () => options.opened());
    this.#channel.addEventListener("message", ({ data }) => this.#receive(data));
    this.#channel.addEventListener("bufferedamountlow", () => this.#sendOn());
  }

  /**
   * Sent as the peer's pace allows, in this order. False if it is not: there is no channel, or too
   * much waits for it.
   */
  sendMessage(message: Bytes): boolean {
    if (this.#closed || this.#channel.readyState !== "open") return false;
    if (this.#waiting + message.length > mostWaiting) return false;
    this.#queue.push(message);
    this.#waiting += message.length;
    this.#sendOn();
    return true;
  }

  /** The connection is closed. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    clearTimeout(this.#timer);
  }

  // What was under way when a peer was cut off comes nevertheless, and is nothing.
  #receive(data: unknown): void {
    if (this.#closed) return;
    const length = data instanceof ArrayBuffer ? data.byteLength : String(data).length;
    if (this.#theirs.waitMs(length) > 0) this.#options.flooded();
    else {
      this.#theirs.countMessage(length);
      this.#options.message(data);
    }
  }

  #sendOn(): void {
    for (let [next] = this.#queue; next !== undefined; [next] = this.#queue) {
      const channel = this.#channel;
      if (this.#closed || channel.readyState !== "open" || channel.bufferedAmount >= most) return;
      const wait = this.#ours.waitMs(next.length);
      if (wait > 0) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#sendOn(), wait);
        return;
      }
      this.#ours.countMessage(next.length);
      this.#queue.shift();
      this.#waiting -= next.length;
      channel.send(next);
    }
  }
}
