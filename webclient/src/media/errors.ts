// What getUserMedia's errors mean to a person (W3C mediacapture-streams 10.2, and what browsers do beyond it).

export type DeviceProblem = "device-denied" | "device-dismissed" | "device-missing" | "device-busy" | "device-failed";

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

/** Whether the site is barred from a device until the person changes the browser's setting. */
export async function isDenied(device: "camera" | "microphone"): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state === "denied";
  } catch {
    // A browser that cannot tell: the words for "denied" explain where to allow, and serve both cases.
    return true;
  }
}
