// A data channel that is negotiated out of band (W3C WebRTC, 6.2).

export class FakeChannel extends EventTarget {
  readonly id: number;
  binaryType = "arraybuffer";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readyState: RTCDataChannelState = "connecting";
  /** The other end, once it is open. */
  #peer: FakeChannel | undefined;
  readonly #here: (work: () => void) => void;

  /** `here` runs work as the page that has made the channel. */
  constructor(id: number, here: (work: () => void) => void) {
    super();
    this.id = id;
    this.#here = here;
  }

  send(data: string | Uint8Array): void {
    if (this.readyState !== "open")
      throw new DOMException("the channel is not open", "InvalidStateError");
    const peer = this.#peer;
    const copy = typeof data === "string" ? data : Uint8Array.from(data).buffer;
    setImmediate(() => peer?.readyState === "open" && peer.#dispatch("message", { data: copy }));
  }

  connect(peer: FakeChannel): void {
    if (this.readyState !== "connecting") return;
    this.#peer = peer;
    this.readyState = "open";
    this.#dispatch("open", {});
  }

  /** By the other end. Closing it ourselves says nothing. */
  lose(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    this.#dispatch("close", {});
  }

  close(): void {
    this.readyState = "closed";
  }

  #dispatch(type: string, what: object): void {
    this.#here(() => this.dispatchEvent(Object.assign(new Event(type), what)));
  }
}
