// What getUserMedia's errors mean to a person (W3C mediacapture-streams 10.2, and what browsers do
// beyond it).
//
// An error is known by its name alone: in Firefox an OverconstrainedError is no DOMException.
import { type Device, type Input, isAmong, isUnnamed } from "./inputs.ts";

export type DeviceProblem =
  | "device-denied"
  | "device-dismissed"
  /** The question was closed once more: asking again would be a nag, or asks nobody. */
  | "device-again"
  /** The person has allowed this site, and the system does not allow the browser. */
  | "device-system"
  /** This browser gives no page any device: one inside another app, for instance. */
  | "device-unavailable"
  | "device-missing"
  | "device-busy"
  | "device-failed"
  /** The person has taken the permission back in the browser. */
  | "device-withdrawn"
  /** One was unplugged, and the browser would have to ask before another of its kind takes over. */
  | "device-lost"
  /** One was unplugged, and another of its kind has taken over. */
  | "device-changed"
  /** The background was to be blurred and could not be. */
  | "device-unblurred";

/** Without a device it is about both. */
export interface DeviceTrouble {
  readonly code: DeviceProblem;
  readonly device?: Device;
}

/** `dismissed`: the question was closed before. */
export async function deviceProblem(
  error: unknown,
  device: Device,
  dismissed: boolean,
): Promise<DeviceProblem> {
  if (navigator.mediaDevices === undefined) return "device-unavailable";
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return whyRefused(error, await permission(device), dismissed);
    case "NotFoundError":
    case "OverconstrainedError":
      return "device-missing";
    case "NotReadableError":
    case "AbortError":
      return "device-busy";
    case "BlurError":
      return "device-unblurred";
    default:
      return "device-failed";
  }
}

/**
 * Where nobody can tell, the site is barred: the words explain where to allow it, and serve both
 * cases. Chromium names the system in its message; elsewhere it is what is left if the site may.
 */
function whyRefused(
  error: unknown,
  state: PermissionState | undefined,
  dismissed: boolean,
): DeviceProblem {
  if (state === "granted" || isBySystem(error)) return "device-system";
  if (state === "prompt") return dismissed ? "device-again" : "device-dismissed";
  return "device-denied";
}

function isBySystem(error: unknown): boolean {
  return error instanceof Error && /by system/i.test(error.message);
}

/**
 * The person, or the browser for them, says no to both at once. If one device is barred, here or by
 * the system, the other may still be had, and asking for it alone asks no person again.
 */
export async function isRefusalOfBoth(error: unknown): Promise<boolean> {
  if (nameOf(error) !== "NotAllowedError" || isBySystem(error)) return false;
  const [camera, microphone] = [await permission("camera"), await permission("microphone")];
  const barred = (state: PermissionState | undefined) => (state ?? "denied") === "denied";
  return barred(camera) === barred(microphone) && camera !== "granted";
}

/** There is no such device. */
export function isGone(error: unknown): boolean {
  return ["NotFoundError", "OverconstrainedError"].includes(nameOf(error));
}

function nameOf(error: unknown): string {
  return typeof error === "object" && error !== null && "name" in error ? String(error.name) : "";
}

/**
 * Why a device was lost that is still wanted and that no other could replace. `there` are those of
 * its kind that are left, `lost` is its id.
 */
export async function whyLost(
  device: Device,
  there: readonly Input[],
  lost: string,
): Promise<DeviceProblem> {
  const state = await permission(device);
  // Without a permission a browser names no device, not even one that is there.
  const withdrawn =
    state === "denied" ||
    (state !== "granted" && (isAmong(there, lost) || (await isUnnamed(device))));
  if (withdrawn) return "device-withdrawn";
  return there.length > 0 ? "device-lost" : "device-missing";
}

/** Undefined where the browser cannot tell. */
async function permission(device: Device): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state;
  } catch {
    return undefined;
  }
}

/** Whether a device can be had without a question to the person. */
export async function isGranted(device: Device): Promise<boolean> {
  return (await permission(device)) === "granted";
}
