// What getUserMedia's errors mean to a person (W3C mediacapture-streams 10.2, and what browsers do beyond it).

export type DeviceProblem =
  | "device-denied"
  | "device-dismissed"
  | "device-missing"
  | "device-busy"
  | "device-failed"
  /** One was unplugged, and another of its kind has taken over. */
  | "device-changed";

/** `denied` says whether the browser remembers a "no" for this site; without it, the person only closed the question. */
export function deviceProblem(error: unknown, denied: boolean): DeviceProblem {
  switch (error instanceof DOMException ? error.name : "") {
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

/** Undefined where the browser cannot tell. */
async function permission(device: "camera" | "microphone"): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state;
  } catch {
    return undefined;
  }
}

/** Whether the site is barred from a device until the person changes the browser's setting. Where nobody can tell, yes: the words explain where to allow it, and serve both cases. */
export async function isDenied(device: "camera" | "microphone"): Promise<boolean> {
  return ((await permission(device)) ?? "denied") === "denied";
}

/** Whether a device can be had without a question to the person. */
export async function isGranted(device: "camera" | "microphone"): Promise<boolean> {
  return (await permission(device)) === "granted";
}
