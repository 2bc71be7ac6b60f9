// A good-bye that the server has to hear, although the socket on which it was said is gone: a host
// who leaves while the server is away for a second means the room to stay as well.
import { Backoff } from "./backoff.ts";
import { isFinal, isLetGo } from "./closing.ts";
import { Connection, type ConnectionOptions, OpenPatience } from "./connection.ts";
import type { LeaveMessage } from "./protocol.ts";

/** For so long it is tried, in ms: after that the room of a host who is lost may be gone. */
const tryForMs = 120_000;

type Way = Pick<ConnectionOptions, "url" | "answer">;
type End = Pick<CloseEvent, "code" | "reason">;

let running: AbortController | undefined;

/** Whoever comes back is not to be taken out by a good-bye of before. */
export function stopFarewell(): void {
  running?.abort();
}

/** "left", or the code of what happened meanwhile, once the server holds nothing of us. */
export function letGo(end: End | undefined): string | undefined {
  return end !== undefined && isLetGo(end) ? end.reason || "left" : undefined;
}

/**
 * Joins again and says `message`, until the server has heard it. Undefined if it has not, in two
 * minutes or until the person came back.
 */
export async function leaveAnew(way: Way, message: LeaveMessage): Promise<string | undefined> {
  stopFarewell();
  running = new AbortController();
  const { signal } = running;
  const timer = setTimeout(stopFarewell, tryForMs);
  const backoff = new Backoff();
  let end: End | undefined;
  while (!signal.aborted && letGo(end) === undefined && !(end && isFinal(end.code, end.reason))) {
    await pause(backoff.nextPauseMs(), signal);
    if (!signal.aborted) end = await leaveOnce(way, message, signal);
  }
  clearTimeout(timer);
  return letGo(end);
}

function leaveOnce(way: Way, message: LeaveMessage, signal: AbortSignal): Promise<End | undefined> {
  return new Promise((resolve) => {
    const connection = new Connection({
      ...way,
      patienceMs: new OpenPatience().ms,
      message: ({ kind }) => {
        if (kind === "welcome") void connection.leave(0, message).then(resolve);
      },
      frame: () => {},
      ended: (code, reason) => resolve({ code, reason }),
    });
    signal.addEventListener("abort", () => {
      connection.close();
      resolve(undefined);
    });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
