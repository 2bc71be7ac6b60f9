// The devices of this page, with what the person has set for their sound and their picture.
import { effect } from "@preact/signals-core";
import { Devices } from "../media/devices.ts";
import { callSettings } from "./callsettings.ts";
import { loadModule } from "./chunk.ts";

const loadBlur = () => loadModule("media/blurcore", () => import("../media/blurcore.ts"));
/** What our program needs that is not everywhere, or barred. */
const needed = ["Worker", "WebAssembly", "OffscreenCanvas"];
const canBlur = needed.every((name) => name in globalThis);

export function openDevices(): Devices {
  const devices = new Devices(loadBlur, canBlur);
  effect(() => {
    const { echo, noise, music } = callSettings.value;
    void devices.process({ echo, noise, music });
  });
  effect(() => void devices.blurBackground(callSettings.value.blur));
  return devices;
}
