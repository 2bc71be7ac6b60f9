// The WebSocket of the browser (WHATWG), over a real one, on a line that can break.
import { WebSocket as Real } from "ws";
import { toBase64url } from "../src/crypto/bytes.ts";
import type { Breakable, Direction, Line } from "./line.ts";
import { currentPage, onPage, type Page } from "./page.ts";

/** How long it takes to see that there is no network, in ms. */
const refusedMs = 20;
/** What was sent before a cut gets this long to reach the server, in ms. */
const flushMs = 20;
/** A browser waits this long for the answer to its close, in ms. */
const closingMs = 2000;

export class Wire extends EventTarget implements Breakable {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  binaryType = "arraybuffer";
  readyState = Wire.CONNECTING;
  readonly #page: Page;
  readonly #line: Line;
  readonly #real: Real | undefined;
  readonly #frozen: Record<Direction, boolean> = { in: false, out: false };

  constructor(url: string, protocol: string) {
    super();
    this.#page = currentPage();
    this.#line = this.#page.line;
    if (this.#line.offline) {
      setTimeout(() => this.#ended(1006, ""), refusedMs);
      return;
    }
    const { address, origin } = this.#line.options;
    const real = new Real(url, protocol, {
      origin,
      localAddress: address,
      perMessageDeflate: false,
      autoPong: false,
    });
    this.#real = real;
    this.#line.sockets.add(this);
    real.on("open", () => this.#opened());
    real.on("message", (data, binary) => this.#later(() => this.#receive(data as Buffer, binary)));
    real.on("close", (code, reason) =>
      this.#later(() => this.#isFrozen || this.#ended(code, reason.toString())),
    );
    real.on("ping", (data) => this.#isFrozen || real.pong(data));
    real.on("error", () => {}); // a close follows
  }

  send(data: string | Uint8Array): void {
    if (this.readyState !== Wire.OPEN) return;
    const fate = this.#frozen.out ? "frozen" : this.#line.next("out");
    this.#log("→", describe(data, this.#line, "to"), fate);
    if (fate !== "pass") this.#frozen.out = true;
    if (fate === "pass" || fate === "delivered") this.#later(() => this.#real?.send(data));
    // Never in the midst of the client's own work.
    if (fate === "lost" || fate === "delivered") setTimeout(() => this.#line.cut(), 0);
  }

  close(): void {
    if (this.readyState >= Wire.CLOSING) return;
    this.readyState = Wire.CLOSING;
    if (this.#isFrozen) setTimeout(() => this.#ended(1006, ""), closingMs);
    else this.#real?.close();
  }

  cut(): void {
    setTimeout(() => this.#real?.terminate(), flushMs + this.#line.options.slowMs);
    this.#ended(1006, "");
  }

  // What is on its way at the same time comes in the order in which it went.
  #later(work: () => void): void {
    const { slowMs } = this.#line.options;
    if (slowMs === 0) work();
    else setTimeout(work, slowMs);
  }

  get #isFrozen(): boolean {
    return this.#frozen.in || this.#frozen.out;
  }

  #opened(): void {
    if (this.readyState !== Wire.CONNECTING) return;
    this.readyState = Wire.OPEN;
    this.#dispatch("open", {});
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.readyState >= Wire.CLOSING) return;
    const content = binary ? new Uint8Array(data) : data.toString();
    const fate = this.#frozen.in ? "frozen" : this.#line.next("in");
    this.#log("←", describe(content, this.#line, "from"), fate);
    if (fate === "frozen") this.#frozen.in = true;
    if (fate === "pass" || fate === "delivered") {
      this.#dispatch("message", { data: typeof content === "string" ? content : content.buffer });
    }
    if (fate === "lost" || fate === "delivered") this.#line.cut();
  }

  #ended(code: number, reason: string): void {
    this.#line.sockets.delete(this);
    if (this.readyState === Wire.CLOSED) return;
    const was = this.readyState;
    this.readyState = Wire.CLOSED;
    if (code !== 1006 || was !== Wire.CONNECTING) this.#line.log(`closed ${code} ${reason}`);
    this.#line.heard.add(`${code} ${reason}`.trim());
    this.#dispatch("close", { code, reason });
  }

  #log(arrow: string, what: string, fate: string): void {
    this.#line.log(`${arrow} ${what}${fate === "pass" ? "" : `   *** ${fate} ***`}`);
  }

  #dispatch(type: string, what: object): void {
    onPage(this.#page, () => this.dispatchEvent(Object.assign(new Event(type), what)));
  }
}

/**
 * What a message is: its kind, or the number of the handshake message and whom the frame is for.
 * Nothing secret.
 */
function describe(data: string | Uint8Array, line: Line, way: "to" | "from"): string {
  const { timeline, name } = line.options;
  if (typeof data !== "string") {
    return `frame ${data[8]} ${way} ${timeline.nameOf(toBase64url(Uint8Array.from(data.subarray(0, 8))))}`;
  }
  const { kind, sid, code, role, host, members } = JSON.parse(data);
  if (way === "from") line.heard.add(code === undefined ? kind : `${kind} ${code}`);
  if (kind === "welcome") timeline.meet(sid, name);
  const whom =
    sid !== undefined && kind !== "welcome" && kind !== "join" ? ` ${timeline.nameOf(sid)}` : "";
  const all = members?.map((member: { sid: string }) => timeline.nameOf(member.sid)).join(", ");
  const there = kind === "welcome" && host === undefined ? " (no host)" : "";
  return [kind, whom, code && ` ${code}`, role && ` ${role}`, there, all && ` (${all})`]
    .filter(Boolean)
    .join("");
}
