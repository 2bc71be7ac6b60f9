// The devices of this page, with what the person has set for their sound.
import { effect } from "@preact/signals-core";
import { Devices } from "../media/devices.ts";
import { callSettings } from "./callsettings.ts";

export function openDevices(): Devices {
  const devices = new Devices();
  effect(() => {
    const { echo, noise, music } = callSettings.value;
    void devices.process({ echo, noise, music });
  });
  return devices;
}
