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

/**
 * Resolves once the server has let go of us: for our good-bye ("left"), or for the code of what
 * happened meanwhile. `first` is how the socket ended on which it was said. If that was without an
 * answer, a room that is to stay is worth more: we join again and say it, for two minutes, or until
 * the person comes back. Undefined if the server has not heard it.
 */
export async function sayFarewell(
  way: Way,
  message: LeaveMessage,
  first: Promise<End | undefined> | undefined,
): Promise<string | undefined> {
  stopFarewell();
  running = new AbortController(); // before the answer: the person may come back meanwhile
  const { signal } = running;
  let end = await first;
  const timer = setTimeout(stopFarewell, tryForMs);
  const backoff = new Backoff();
  while (message.keep && !signal.aborted && !isOver(end)) {
    await waitFor(backoff.nextPauseMs(), signal);
    if (!signal.aborted) end = await leaveOnce(way, message, signal);
  }
  clearTimeout(timer);
  return end !== undefined && isLetGo(end) ? end.reason || "left" : undefined;
}

const isOver = (end: End | undefined) =>
  end !== undefined && (isLetGo(end) || isFinal(end.code, end.reason));

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

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
