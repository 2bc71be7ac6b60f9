// The signals of a call: written by the call alone, read by the screens.
import { signal } from "@preact/signals-core";
import type { IncidentMessage } from "../net/protocol.ts";
import {
  type ChatLine,
  type Ending,
  type Fate,
  type HostAway,
  type Incident,
  isUnderWay,
  type Knock,
  type Known,
  type Peer,
  type Phase,
  type Problem,
  type Stays,
  written,
} from "./model.ts";
import { Pointers } from "./pointers.ts";

/**
 * So many lines of one person are kept, and of all: nobody can fill a browser's memory by writing,
 * or push out what others wrote.
 */
const linesEach = 1000;
const linesInAll = 6 * linesEach;

export class CallState {
  readonly currentRole = signal<"host" | "guest">("guest");
  readonly seats = signal(0);
  readonly appointment = signal<Date | undefined>(undefined);
  readonly box = signal<boolean | undefined>(undefined);
  readonly phase = signal<Phase>("connecting");
  readonly ending = signal<Ending | undefined>(undefined);
  readonly expires = signal<Date | undefined>(undefined);
  readonly hostAway = signal<HostAway | undefined>(undefined);
  readonly stays = signal<Stays | undefined>(undefined);
  readonly endedAt = signal<Date | undefined>(undefined);
  readonly leftAt = signal<Date | undefined>(undefined);
  readonly endSaid = signal(false);
  readonly hostHere = signal(false);
  readonly hostKnows = signal(false);
  readonly hostName = signal<string | undefined>(undefined);
  readonly topic = signal<string | undefined>(undefined);
  readonly knocked = signal(false);
  readonly full = signal(false);
  /** The sid of who records, or has asked to. */
  readonly recorder = signal<string | undefined>(undefined);
  readonly shut = signal(false);
  readonly locked = signal(false);
  readonly turnedAwayAt = signal<Date | undefined>(undefined);
  readonly notes = signal<readonly string[]>([]);
  readonly knocks = signal<readonly Knock[]>([]);
  readonly everybody = signal<readonly Peer[]>([]);
  readonly peers = signal<readonly Peer[]>([]);
  readonly group = signal<string | undefined>(undefined);
  readonly chat = signal<readonly ChatLine[]>([]);
  readonly serverHere = signal(true);
  readonly closed = signal(false);
  readonly fate = signal<Fate | undefined>(undefined);
  readonly refusal = signal<"too-many" | undefined>(undefined);
  readonly incident = signal<Incident | undefined>(undefined);
  readonly known = signal<Known | undefined>(undefined);
  readonly problem = signal<Problem | undefined>(undefined);
  readonly pointers = new Pointers();
  readonly pointing = this.pointers.all;
  /** How many of the lines that are kept each has written. */
  readonly #written = new Map<string | undefined, number>();

  showIncident({ until, reason = "" }: Pick<IncidentMessage, "until" | "reason">): void {
    this.incident.value =
      until === undefined ? undefined : { until: new Date(until * 1000), reason };
  }

  loseServer(refusal?: "too-many"): void {
    this.serverHere.value = false;
    this.refusal.value = refusal;
  }

  /** Outside again: what the host's client knew of an earlier knock is no longer so. */
  waitAgain(): void {
    this.phase.value = "waiting";
    this.hostKnows.value = false;
  }

  /** Takes back what is no longer so of those who are here, or no longer are. */
  showPeers(peers: readonly Peer[]): void {
    this.everybody.value = peers;
    this.peers.value = peers.filter(({ apart }) => !apart);
    if (peers.some(({ host, state }) => host && state === "connected"))
      this.hostAway.value = undefined;
    const until = this.problem.peek()?.until;
    if (until === undefined) return;
    const state = peers.find(({ sid }) => sid === until)?.state ?? "gone";
    if (state === "gone" || state === "connected") this.problem.value = undefined;
  }

  /** The id of the line. */
  addChat(line: Omit<ChatLine, "id" | "at">): number {
    const before = this.chat.value;
    const id = written(before);
    // What somebody said who was elsewhere by then was said before.
    const isApart = this.everybody.peek().some(({ sid, apart }) => sid === line.sid && apart);
    const within = isApart ? undefined : this.group.peek();
    const said = within === undefined ? line : { ...line, within };
    const lines = [...before, { ...said, id, at: new Date() }];
    const own = (this.#written.get(line.sid) ?? 0) + 1;
    this.#written.set(line.sid, own);
    if (own > linesEach) this.#dropOldest(lines, [line.sid]);
    else if (lines.length > linesInAll) this.#dropOldest(lines, this.#writersGone());
    this.chat.value = lines;
    return id;
  }

  /** What somebody is called was not known before, or not rightly. */
  rename(sid: string, name: string): void {
    this.chat.value = this.chat.value.map((line) => (line.sid === sid ? { ...line, name } : line));
  }

  /**
   * Who has written and is no longer here, or else all who have written: who leaves and comes back
   * is somebody else to the chat.
   */
  #writersGone(): (string | undefined)[] {
    const all = [...this.#written.keys()];
    const gone = all.filter(
      (sid) => sid !== undefined && !this.everybody.value.some((peer) => peer.sid === sid),
    );
    return gone.some((sid) => this.#written.get(sid)) ? gone : all;
  }

  /**
   * Takes out the oldest line that can be done without, if there is one, of whoever of these has
   * written most.
   */
  #dropOldest(lines: ChatLine[], of: readonly (string | undefined)[]): void {
    const most = Math.max(...of.map((sid) => this.#written.get(sid) ?? 0));
    const mayGive = new Set(of.filter((sid) => this.#written.get(sid) === most));
    const place = lines.findIndex((line) => mayGive.has(line.sid) && !holdsFile(line));
    if (place < 0) return;
    const [line] = lines.splice(place, 1);
    this.#written.set(line?.sid, most - 1);
  }

  /**
   * A guest may always come back and knock, a host where the room is to stay. Whoever was alarmed is
   * to agree with the others on another way.
   */
  mayComeBack(ending: Ending, keep: boolean): boolean {
    if (ending !== "left" || this.fate.value !== undefined) return false;
    const isGuest = this.currentRole.value === "guest";
    return keep || (isGuest && this.problem.value?.code !== "alarm");
  }

  /** Lets go of what was said, and of who was there. */
  forgetAll(): void {
    this.#written.clear();
    for (const list of [this.notes, this.knocks, this.everybody, this.peers, this.chat])
      list.value = [];
    for (const word of [this.hostName, this.topic, this.known, this.appointment])
      word.value = undefined;
  }

  /** An alarm is never covered by something less grave. */
  report(problem: Problem): void {
    if (gravity(problem) >= gravity(this.problem.value)) this.problem.value = problem;
  }
}

/** A file that is here, or may still come. */
function holdsFile({ file }: ChatLine): boolean {
  const { content, shares } = file?.peek() ?? { shares: [] };
  return content !== undefined || shares.some(({ state }) => isUnderWay(state));
}

function gravity(problem: Problem | undefined): number {
  if (problem?.code !== "alarm") return 0;
  return problem.late ? 2 : 1;
}
