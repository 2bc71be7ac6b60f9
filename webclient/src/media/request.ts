// One question to the browser for devices.
import { isGone } from "./errors.ts";
import { type Device, isAmong, listInputs } from "./inputs.ts";
import { markTrack, microphoneConstraints, type Processing } from "./processing.ts";

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
  processing: Processing,
): Promise<Answer> {
  try {
    return { stream: await getMedia(devices, chosen, processing), gone: [] };
  } catch (error) {
    // Another is better than one that is no longer there.
    const gone: Device[] = [];
    for (const device of isGone(error) ? devices : [])
      if (chosen[device] !== "" && !isAmong(await listInputs(device), chosen[device]))
        gone.push(device);
    if (gone.length === 0) throw error;
    const rest = { ...chosen };
    for (const device of gone) rest[device] = "";
    return { stream: await getMedia(devices, rest, processing), gone };
  }
}

async function getMedia(
  devices: readonly Device[],
  chosen: Readonly<Record<Device, string>>,
  processing: Processing,
): Promise<MediaStream> {
  const microphone = microphoneConstraints(processing);
  const exactly = (device: Device) => chosen[device] && { deviceId: { exact: chosen[device] } };
  const stream = await navigator.mediaDevices.getUserMedia({
    ...(devices.includes("microphone") && { audio: { ...microphone, ...exactly("microphone") } }),
    ...(devices.includes("camera") && { video: { ...camera, ...exactly("camera") } }),
  });
  for (const track of stream.getTracks()) if (track.kind === "audio") markTrack(track, processing);
  return stream;
}
