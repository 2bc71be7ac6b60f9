// Somebody with the client open: what they do, and what they read.
import { effect, signal } from "@preact/signals-core";
import { Call } from "../src/call/call.ts";
import { openRoomKeys } from "../src/call/roomkeys.ts";
import type { Link } from "../src/crypto/link.ts";
import type { Devices } from "../src/media/devices.ts";
import { Screen } from "../src/media/screen.ts";
import { Line, type LineOptions } from "./line.ts";
import { onPage, type Page } from "./page.ts";

export type Name = "host" | "A" | "B" | "D";

/** Nobody has a camera here, and nobody switches anything on. */
const noDevices = (): Pick<
  Devices,
  "microphone" | "camera" | "screen" | "version" | "sentTrack" | "close"
> => {
  const off = signal(false);
  return {
    screen: new Screen(),
    microphone: off,
    camera: off,
    version: signal(0),
    sentTrack: () => null,
    close: () => {},
  };
};

export class Person {
  readonly name: Name;
  readonly line: Line;
  readonly call: Call;
  readonly #page: Page;
  readonly #stop: () => void;

  /** Opens the link. */
  constructor(link: Link, url: string, options: LineOptions & { readonly name: Name }) {
    this.name = options.name;
    this.line = new Line(options);
    this.#page = { line: this.line, window: new EventTarget() };
    this.line.log("opens the page");
    this.call = onPage(this.#page, () => {
      return new Call({
        url,
        server: undefined,
        keys: openRoomKeys(link),
        kind: link.kind,
        role: link.role,
        media: noDevices() as unknown as Devices,
        loadConnecting: () => import("../src/call/connecting.ts"),
        build: undefined,
        expires: undefined,
        topic: "",
        ticket: undefined,
        roster: undefined,
        names: undefined,
        locked: false,
        roleMoved: () => {},
        remember: () => {},
      });
    });
    let before = "";
    this.#stop = effect(() => {
      const now = this.#reads();
      if (now !== before) this.line.log(`= ${now}`);
      before = now;
    });
  }

  /** Presses something. */
  does(what: string, work: (call: Call) => void): void {
    this.line.log(`! ${what}`);
    onPage(this.#page, () => work(this.call));
  }

  /** Reaches the server at this moment, as far as the client knows. */
  get isThere(): boolean {
    return this.call.serverHere.value && this.line.sockets.size > 0;
  }

  /**
   * The network is back. With a word of the system, as after a sleep, or without one, as mostly.
   */
  heal(told: boolean): void {
    this.line.offline = false;
    this.line.log(told ? "the network is back: online" : "the network is back");
    if (told) onPage(this.#page, () => this.#page.window.dispatchEvent(new Event("online")));
  }

  /** What becomes of the host's role; undefined until what people do in a call is loaded. */
  get hosting(): Call["hosting"] | undefined {
    try {
      return this.call.hosting;
    } catch {
      return undefined;
    }
  }

  /** Closes the tab. */
  close(): void {
    this.#stop();
    onPage(this.#page, () => this.call.leave());
    this.line.cut();
  }

  /** All that a screen could show of it, in a line. */
  #reads(): string {
    const {
      phase,
      hostHere,
      hostKnows,
      knocked,
      serverHere,
      ending,
      leftAt,
      endedAt,
      problem,
      peers,
      knocks,
    } = this.call;
    const people = peers.value.map(({ name, state }) => `${name || "?"} ${state}`).join(", ");
    const words = [
      phase.value,
      ending.value,
      !serverHere.value && "server away",
      hostHere.value && "host here",
      hostKnows.value && "host knows",
      knocked.value && this.name !== "host" && "knocked",
      leftAt.value && "confirmed: left",
      endedAt.value && "confirmed: erased",
      problem.value && `problem ${problem.value.code}`,
      people && `with ${people}`,
      knocks.value.length > 0 && `at the door: ${knocks.value.map(({ name }) => name).join(", ")}`,
    ];
    return words.filter(Boolean).join("; ");
  }
}
