// The data channel for the bytes of files, beside the one for texts: a text never waits for a file.
import type { Bytes } from "../crypto/bytes.ts";
import { FileLine } from "./fileline.ts";

/** How many bytes wait in the channel, and when it is filled again. */
const most = 256 * 1024;
const least = most / 2;
/** Bytes a millisecond to one peer over a relay, 1 MiB a second: the call needs the relay too. */
const relayedRate = 2 ** 20 / 1000;
/**
 * The way may change at any time; it is looked at this often, in ms. Who has rested may catch up on
 * as much.
 */
const period = 1000;
/** The share of the line is looked at again at the latest after so long, in ms. */
const longestWaitMs = 250;

export interface FileChannelOptions {
  /** Something came; it may be of any type. */
  chunk(data: unknown): void;
  /** The peer closed the channel. */
  closed(): void;
  /** Whether the peer is reached over a relay at this moment. */
  relayed(): Promise<boolean>;
}

export class FileChannel {
  /** What the files to all peers share. */
  line = new FileLine();
  readonly #options: FileChannelOptions;
  readonly #channel: RTCDataChannel;
  #looked = Number.NEGATIVE_INFINITY;
  #relayed = false;
  /** When what was sent so far would be through at `relayedRate`. */
  #due = 0;

  constructor(pc: RTCPeerConnection, options: FileChannelOptions) {
    this.#options = options;
    this.#channel = pc.createDataChannel("einmal-files", { negotiated: true, id: 1 });
    this.#channel.binaryType = "arraybuffer";
    this.#channel.bufferedAmountLowThreshold = least;
    this.#channel.addEventListener("message", ({ data }) => options.chunk(data));
    this.#channel.addEventListener("close", () => options.closed());
  }

  /** Resolves when another chunk may go; to false if none may any more. */
  async waitForSpace(): Promise<boolean> {
    const channel = this.#channel;
    if (channel.readyState === "connecting") await eventOf(channel, "open");
    if (performance.now() - this.#looked > period) {
      this.#looked = performance.now();
      this.#relayed = await this.#options.relayed();
    }
    const rest = this.#relayed ? this.#due - performance.now() : 0;
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    // Whoever waits with us may have been first, and the share may have changed.
    for (let wait = this.#wait(); wait > 0; wait = this.#wait())
      await new Promise((resolve) => setTimeout(resolve, wait));
    if (channel.readyState === "open" && channel.bufferedAmount >= most)
      await eventOf(channel, "bufferedamountlow");
    return channel.readyState === "open";
  }

  sendChunk(chunk: Bytes): void {
    this.#channel.send(chunk);
    this.line.sent(chunk.length);
    if (this.#relayed)
      this.#due = Math.max(this.#due, performance.now() - period) + chunk.length / relayedRate;
  }

  #wait(): number {
    if (this.#channel.readyState !== "open") return 0;
    return Math.min(this.line.waitMs(), longestWaitMs);
  }
}

/**
 * Resolves with the event, or when the channel closes. One that we close ourselves says nothing,
 * and is forgotten with its promise.
 */
function eventOf(channel: RTCDataChannel, event: "open" | "bufferedamountlow"): Promise<void> {
  return new Promise((resolve) => {
    channel.addEventListener(event, () => resolve(), { once: true });
    channel.addEventListener("close", () => resolve(), { once: true });
  });
}
