// What getUserMedia's errors mean to a person (W3C mediacapture-streams 10.2, and what browsers do
// beyond it).
//
// An error is known by its name alone: in Firefox an OverconstrainedError is no DOMException.
import { type Device, type Input, isAmong, isUnnamed } from "./inputs.ts";

export type DeviceProblem =
  | "device-denied"
  | "device-dismissed"
  | "device-missing"
  | "device-busy"
  | "device-failed"
  /** The person has taken the permission back in the browser. */
  | "device-withdrawn"
  /** One was unplugged, and the browser would have to ask before another of its kind takes over. */
  | "device-lost"
  /** One was unplugged, and another of its kind has taken over. */
  | "device-changed";

/** Without a device it is about both. */
export interface DeviceTrouble {
  readonly code: DeviceProblem;
  readonly device?: Device;
}

/**
 * `denied` says whether the browser remembers a "no" for this site; without it, the person only
 * closed the question.
 */
export function deviceProblem(error: unknown, denied: boolean): DeviceProblem {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return denied ? "device-denied" : "device-dismissed";
    case "NotFoundError":
    case "OverconstrainedError":
      return "device-missing";
    case "NotReadableError":
    case "AbortError":
      return "device-busy";
    default:
      return "device-failed";
  }
}

/** The person, or the browser for them, says no. */
export function isRefusal(error: unknown): boolean {
  return nameOf(error) === "NotAllowedError";
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

/**
 * Whether the site is barred from a device until the person changes the browser's setting. Where
 * nobody can tell, yes: the words explain where to allow it, and serve both cases.
 */
export async function isDenied(device: Device): Promise<boolean> {
  return ((await permission(device)) ?? "denied") === "denied";
}

/** Whether a device can be had without a question to the person. */
export async function isGranted(device: Device): Promise<boolean> {
  return (await permission(device)) === "granted";
}
