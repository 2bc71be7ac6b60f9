// Which microphones and cameras there are. A browser names them only once it may use one.

export type Device = "microphone" | "camera";

export interface Input {
  readonly id: string;
  readonly label: string;
}

/** All that the browser shows of one kind, and the one in use or, while none is, the one that would be asked for ("" is the browser's choice). */
export interface Inputs {
  readonly all: readonly Input[];
  readonly current: string;
}

const kinds: Record<Device, MediaDeviceKind> = { microphone: "audioinput", camera: "videoinput" };

/** Those that can be told apart: before a permission they have neither id nor name. */
export async function listInputs(device: Device): Promise<readonly Input[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter(({ kind, deviceId }) => kind === kinds[device] && deviceId !== "")
    .map(({ deviceId, label }, n) => ({ id: deviceId, label: label || `${n + 1}` }));
}
