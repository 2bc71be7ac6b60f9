// What getDisplayMedia's errors mean to a person (W3C screen-capture 5.1, and what browsers do
// beyond it).

export type ScreenProblem =
  /** No browser on a phone has it. */
  | "share-unavailable"
  /** The person has closed the browser's question, which is an everyday thing. */
  | "share-dismissed"
  /** This site may not, by the person's settings or the operator's. */
  | "share-denied"
  /** The system does not allow the browser to record the screen. */
  | "share-system"
  | "share-failed";

/** Nobody answers a question faster, in ms: what comes sooner was never asked. */
const fastestAnswer = 150;

export function screenProblem(error: unknown, tookMs: number): ScreenProblem {
  if (navigator.mediaDevices?.getDisplayMedia === undefined) return "share-unavailable";
  const { name, message } = Object(error) as Partial<Error>;
  switch (name) {
    case "NotAllowedError":
      if (/system/i.test(message ?? "")) return "share-system";
      return tookMs < fastestAnswer ? "share-denied" : "share-dismissed";
    case "SecurityError":
      return "share-denied";
    // macOS without its permission: Firefox finds nothing, Chromium cannot read it.
    case "NotReadableError":
    case "NotFoundError":
      return "share-system";
    default:
      return "share-failed";
  }
}
