// One question to the browser for devices.
import { isGone } from "./errors.ts";
import { type Device, isAmong, listInputs } from "./inputs.ts";

const microphone = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};
const camera = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

export interface Answer {
  readonly stream: MediaStream;
  /** Those of which the chosen one is no longer there: the browser gave another. */
  readonly gone: readonly Device[];
}

/** `chosen` has an id for each device, empty for the browser's choice. */
export async function request(
  devices: readonly Device[],
  chosen: Readonly<Record<Device, string>>,
): Promise<Answer> {
  try {
    return { stream: await getMedia(devices, chosen), gone: [] };
  } catch (error) {
    // Another is better than one that is no longer there.
    const gone: Device[] = [];
    for (const device of isGone(error) ? devices : [])
      if (chosen[device] !== "" && !isAmong(await listInputs(device), chosen[device]))
        gone.push(device);
    if (gone.length === 0) throw error;
    const rest = { ...chosen };
    for (const device of gone) rest[device] = "";
    return { stream: await getMedia(devices, rest), gone };
  }
}

function getMedia(
  devices: readonly Device[],
  chosen: Readonly<Record<Device, string>>,
): Promise<MediaStream> {
  const exactly = (device: Device) => chosen[device] && { deviceId: { exact: chosen[device] } };
  return navigator.mediaDevices.getUserMedia({
    ...(devices.includes("microphone") && { audio: { ...microphone, ...exactly("microphone") } }),
    ...(devices.includes("camera") && { video: { ...camera, ...exactly("camera") } }),
  });
}
