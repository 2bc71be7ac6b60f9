// What of a call is the person's own, and is kept with the visit: their timer and their view.
import { callTimer, resumeTimer } from "./calltimer.ts";
import { callView, resumeView } from "./callview.ts";
import type { InCall } from "./tabstate.ts";

type OwnNotes = Pick<InCall, "timer" | "view">;

export function ownNotes(): OwnNotes {
  return { timer: callTimer.peek(), view: callView.peek() };
}

/** They differ from what was kept. An effect that asks is asked again when they change. */
export function areNews(kept: OwnNotes | undefined): boolean {
  const [timer, view] = [callTimer.value, callView.value];
  return timer !== kept?.timer || view !== kept?.view;
}

/** After a reload, or for a call of its own: then there are none. */
export function resumeNotes(before: (OwnNotes & Pick<InCall, "at">) | undefined): void {
  if (before !== undefined) resumeTimer(before.timer, before.at);
  resumeView(before?.view);
}
