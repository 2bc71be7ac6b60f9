// The signals of a call: written by the call alone, read by the screens.
import { signal } from "@preact/signals-core";
import type { IncidentMessage } from "../net/protocol.ts";
import type { ChatLine, Ending, Incident, Knock, Peer, Phase, Problem } from "./model.ts";

export class CallState {
  readonly seats = signal(0);
  readonly phase = signal<Phase>("connecting");
  readonly ending = signal<Ending | undefined>(undefined);
  readonly endedAt = signal<Date | undefined>(undefined);
  readonly hostHere = signal(false);
  readonly hostName = signal<string | undefined>(undefined);
  readonly topic = signal<string | undefined>(undefined);
  readonly knocked = signal(false);
  readonly full = signal(false);
  readonly notes = signal<readonly string[]>([]);
  readonly knocks = signal<readonly Knock[]>([]);
  readonly peers = signal<readonly Peer[]>([]);
  readonly chat = signal<readonly ChatLine[]>([]);
  readonly serverHere = signal(true);
  readonly incident = signal<Incident | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);

  watch({ until, reason = "" }: Pick<IncidentMessage, "until" | "reason">): void {
    this.incident.value = until === undefined ? undefined : { until: new Date(until * 1000), reason };
  }

  addChat(line: Omit<ChatLine, "id" | "at">): void {
    this.chat.value = [...this.chat.value, { ...line, id: this.chat.value.length, at: new Date() }];
  }

  /** An alarm is never covered by a lesser problem. */
  report(problem: Problem): void {
    if (this.problem.value?.code !== "alarm") this.problem.value = problem;
  }
}
