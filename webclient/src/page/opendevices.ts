// The devices of this page, with what the person has set for their sound and their picture.
import { effect } from "@preact/signals-core";
import { canRunProgram } from "../media/blur.ts";
import { Devices } from "../media/devices.ts";
import { callSettings } from "./callsettings.ts";
import { loadModule } from "./chunk.ts";

const loadBlurring = () => loadModule("media/blurring", () => import("../media/blurring.ts"));

export function openDevices(): Devices {
  const devices = new Devices(canRunProgram() ? loadBlurring : undefined);
  effect(() => {
    const { echo, noise, music } = callSettings.value;
    void devices.process({ echo, noise, music });
  });
  effect(() => void devices.blurBackground(callSettings.value.blur));
  return devices;
}
