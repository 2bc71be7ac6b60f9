// What this person has switched on, as the others get it: tracks, and the word about them.
import { effect, type ReadonlySignal } from "@preact/signals-core";
import type { CallKind } from "../crypto/link.ts";
import type { Devices } from "../media/devices.ts";
import type { PairMessage } from "../net/protocol.ts";
import type { Tracks } from "../peer/senders.ts";
import type { Mesh } from "./mesh/mesh.ts";

interface OwnDevicesOptions {
  readonly media: Devices;
  readonly kind: CallKind;
}

export class OwnDevices {
  readonly #options: OwnDevicesOptions;
  readonly #hand: ReadonlySignal<number | undefined>;

  constructor(options: OwnDevicesOptions, hand: ReadonlySignal<number | undefined>) {
    this.#options = options;
    this.#hand = hand;
  }

  tracks(): Tracks {
    const { media, kind } = this.#options;
    return {
      audio: kind === "chat" ? null : media.sentTrack("microphone"),
      video: kind === "video" ? media.sentTrack("camera") : null,
      ...(kind === "video" && { screen: media.screen.picture, screenAudio: media.screen.sound }),
    };
  }

  state(): PairMessage {
    const { microphone, camera, screen } = this.#options.media;
    const { mode, pointing } = screen.shared.value ?? {};
    const hand = this.#hand.value;
    return {
      ...{ kind: "state", microphone: microphone.value, camera: camera.value },
      ...(mode && { share: mode, ...(pointing && { pointing }) }),
      ...(hand !== undefined && { hand }),
    };
  }

  /** What the person switches on and off goes to everybody, and so do the tracks. */
  follow(mesh: Mesh): (() => void)[] {
    const { media } = this.#options;
    return [
      effect(() => {
        media.version.value;
        mesh.setTracks(this.tracks(), media.screen.shared.value?.mode);
      }),
      effect(() => mesh.broadcastDirect(this.state())),
    ];
  }
}
