// How the server ends a socket, and whether it makes sense to come back (protocol, section 3.6).

/**
 * Close codes (RFC 6455 section 7.4.1): the answer to a `leave`; an end for good, with the error
 * code as the reason; a message of ours was too large.
 */
const normalClosure = 1000;
export const policyViolation = 1008;
const tooBig = 1009;
/** Errors after which the server holds nothing of us. */
const lettingGo = new Set(["removed", "denied", "room-gone", "ended-by-operator"]);
/** Errors after which coming back makes sense: they are about the moment, not about us. */
const transient = new Set(["too-slow", "too-many", "internal", "removed"]);

export function isFinal(code: number, reason: string): boolean {
  return code === tooBig || (code === policyViolation && !transient.has(reason));
}

/** Whether the server holds nothing of us any more. */
export function isLetGo({ code, reason }: CloseEvent): boolean {
  return code === normalClosure || lettingGo.has(reason);
}
