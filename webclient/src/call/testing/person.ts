// Somebody with the client open, in a room of a RoomServer.
import { signal } from "@preact/signals-core";
import type { Link } from "../../crypto/link.ts";
import type { Devices } from "../../media/devices.ts";
import { Screen } from "../../media/screen.ts";
import { Call } from "../call.ts";
import type { CallOptions, Remembered } from "../options.ts";
import { type LinkRole, openRoomKeys } from "../roomkeys.ts";

export class Person {
  readonly call: Call;
  readonly microphone = signal(false);
  /** What a reload would find; undefined once it is over. */
  remembered: Remembered | undefined;
  /** What is remembered is for somebody who has left. */
  left = false;
  devicesClosed = false;
  /** That this page would keep, since the role has moved. */
  linkRole: LinkRole | undefined;

  constructor(link: Link, options: Partial<CallOptions> = {}) {
    const off = signal(false);
    const devices: Pick<
      Devices,
      "microphone" | "camera" | "screen" | "version" | "sentTrack" | "close"
    > = {
      screen: new Screen(),
      microphone: this.microphone,
      camera: off,
      version: signal(0),
      sentTrack: () => null,
      close: () => {
        this.devicesClosed = true;
      },
    };
    this.call = new Call({
      url: "ws://call.example/signal",
      server: undefined,
      keys: openRoomKeys(link),
      kind: link.kind,
      role: link.role,
      media: devices as unknown as Devices,
      loadConnecting: () => import("../connecting.ts"),
      build: undefined,
      topic: "",
      expires: undefined,
      ticket: undefined,
      roster: undefined,
      names: undefined,
      locked: false,
      roleMoved: (link) => {
        this.linkRole = link;
      },
      remember: (what, left = false) => {
        this.remembered = what;
        this.left = left;
      },
      ...options,
    });
  }

  join(name: string): void {
    this.call.join(name, { relayOnly: false });
  }

  get peerNames(): string[] {
    return this.call.peers.value.map(({ name }) => name);
  }
}
