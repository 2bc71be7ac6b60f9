// What somebody wants to be on when they knock. The browser is asked for it with the knock, and
// earlier only if they try it; whoever switches something off before is not asked for that.
import { useSignal } from "@preact/signals";
import type { Device, LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { toggle } from "./mediabutton.tsx";

type Wanted = Readonly<Record<Device, boolean>>;
const nothing: Wanted = { microphone: false, camera: false };

export interface Wish {
  /** What the switches show. */
  isOn(device: Device): boolean;
  /** The browser has been asked: from then on a switch switches. */
  readonly tried: boolean;
  press(device: Device): void;
  /** Asks the browser now: for all if nothing is wanted. */
  tryNow(want?: Wanted): void;
  goWithout(): void;
  /** Asks with the knock, unless it was asked before. Nobody waits for the answer. */
  fulfil(): void;
}

export function useWish(kind: CallKind, media: LocalMedia | undefined): Wish {
  const all: Wanted = { microphone: kind !== "chat", camera: kind === "video" };
  const wish = useSignal(all);
  const tried = useSignal(false);
  const isOn = (device: Device) =>
    tried.value && media ? media.wanted[device].value : wish.value[device];
  const ask = (want: Wanted) => {
    tried.value = true;
    void media?.switchOn(want);
  };
  return {
    isOn,
    tried: tried.value,
    press(device) {
      if (tried.value && media) void toggle(media, device);
      else wish.value = { ...wish.value, [device]: !wish.value[device] };
    },
    tryNow(want) {
      const wanted = { microphone: isOn("microphone"), camera: isOn("camera") };
      ask(want ?? (wanted.microphone || wanted.camera ? wanted : all));
    },
    goWithout() {
      media?.release();
      wish.value = nothing;
      tried.value = false;
    },
    fulfil() {
      const { microphone, camera } = wish.value;
      if (!tried.value && (microphone || camera)) ask({ microphone, camera });
      tried.value = true;
    },
  };
}
