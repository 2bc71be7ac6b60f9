// Which microphones and cameras there are. A browser names them only once it may use one.

export type Device = "microphone" | "camera";

export interface Input {
  readonly id: string;
  readonly label: string;
}

/**
 * All that the browser shows of one kind, and the one in use or, while none is, the one that would
 * be asked for ("" is the browser's choice).
 */
export interface Inputs {
  readonly all: readonly Input[];
  readonly current: string;
}

const kinds: Record<Device, MediaDeviceKind> = { microphone: "audioinput", camera: "videoinput" };

/** Those that can be told apart: before a permission they have neither id nor name. */
export async function listInputs(device: Device): Promise<readonly Input[]> {
  return (await ofKind(device))
    .filter(({ deviceId }) => deviceId !== "")
    .map(({ deviceId, label }, n) => ({ id: deviceId, label: label || `${n + 1}` }));
}

/** Whether there are some, but the browser does not say which. */
export async function isUnnamed(device: Device): Promise<boolean> {
  return (await ofKind(device)).some(({ deviceId }) => deviceId === "");
}

export function isAmong(inputs: readonly Input[], wanted: string): boolean {
  return inputs.some(({ id }) => id === wanted);
}

/** None where the browser does not say: a list to choose from is nothing that a call depends on. */
async function ofKind(device: Device): Promise<readonly MediaDeviceInfo[]> {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).filter(
      ({ kind }) => kind === kinds[device],
    );
  } catch {
    return [];
  }
}
