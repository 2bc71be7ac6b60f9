// The signals of a call: written by the call alone, read by the screens.
import { signal } from "@preact/signals-core";
import type { IncidentMessage } from "../net/protocol.ts";
import {
  type ChatLine,
  type Ending,
  type Incident,
  type Knock,
  type Known,
  type Peer,
  type Phase,
  type Problem,
  written,
} from "./model.ts";

/** So many lines of chat are kept: nobody can fill a browser's memory by writing. */
const keptLines = 1000;

export class CallState {
  readonly seats = signal(0);
  readonly phase = signal<Phase>("connecting");
  readonly ending = signal<Ending | undefined>(undefined);
  readonly endedAt = signal<Date | undefined>(undefined);
  readonly leftAt = signal<Date | undefined>(undefined);
  readonly hostHere = signal(false);
  readonly hostKnows = signal(false);
  readonly hostName = signal<string | undefined>(undefined);
  readonly topic = signal<string | undefined>(undefined);
  readonly knocked = signal(false);
  readonly full = signal(false);
  readonly notes = signal<readonly string[]>([]);
  readonly knocks = signal<readonly Knock[]>([]);
  readonly peers = signal<readonly Peer[]>([]);
  readonly chat = signal<readonly ChatLine[]>([]);
  readonly serverHere = signal(true);
  readonly refusal = signal<"too-many" | undefined>(undefined);
  readonly incident = signal<Incident | undefined>(undefined);
  readonly known = signal<Known | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);

  watch({ until, reason = "" }: Pick<IncidentMessage, "until" | "reason">): void {
    this.incident.value = until === undefined ? undefined : { until: new Date(until * 1000), reason };
  }

  loseServer(refusal?: "too-many"): void {
    this.serverHere.value = false;
    this.refusal.value = refusal;
  }

  /** The id of the line. */
  addChat(line: Omit<ChatLine, "id" | "at">): number {
    const before = this.chat.value;
    const id = written(before);
    this.chat.value = [...before.slice(1 - keptLines), { ...line, id, at: new Date() }];
    return id;
  }

  /** Lets go of what was said, and of who was there. */
  clear(): void {
    for (const list of [this.notes, this.knocks, this.peers, this.chat]) list.value = [];
    for (const word of [this.hostName, this.topic, this.known]) word.value = undefined;
  }

  /** An alarm is never covered by something less grave; a stranger at the door can cause one, but only who was in the call a late one. */
  report(problem: Problem): void {
    if (gravity(problem) >= gravity(this.problem.value)) this.problem.value = problem;
  }
}

function gravity(problem: Problem | undefined): number {
  if (problem?.code !== "alarm") return 0;
  return problem.late ? 2 : 1;
}
