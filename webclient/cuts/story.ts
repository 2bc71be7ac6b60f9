// The whole way in, and out again: the host enters, A is let in, then B; one of three ends; and D
// comes last, to see that somebody still can.
import { guestLink, newRoom } from "../src/crypto/link.ts";
import { clock, pause } from "./clock.ts";
import { type Fault, Faults } from "./faults.ts";
import { kindOf } from "./kinds.ts";
import { type Direction, Line } from "./line.ts";
import { type Name, Person } from "./person.ts";
import { makeRoom } from "./room.ts";
import { Sentences } from "./sentences.ts";
import { Server } from "./server.ts";
import { Timeline } from "./timeline.ts";

export type End = "leave" | "remove" | "end";

export interface Plan {
  /** Repeats the case. */
  readonly name: string;
  readonly end: End;
  readonly faults: readonly Fault[];
  /** How long a message takes on the line of each, in ms. */
  readonly slow?: Partial<Record<Name, number>>;
  /** How long the host looks at who knocks, in ms. */
  readonly thinkMs: number;
}

export type Counts = Readonly<Record<Direction, number>>;

/** Everybody is where they belong so long after the last cut is healed, in ms. */
const patienceMs = 5000;
const tickMs = 20;
/** Nobody presses the same button twice within this time, in ms. */
const pressMs = 1000;
/** What comes of the end by itself, in ms. */
const afterMs = 300;

class Misplaced extends Error {}

export class Story {
  readonly timeline = new Timeline();
  readonly people: Person[] = [];
  #ended = false;
  readonly #plan: Plan;
  readonly #server: Server;
  readonly #faults: Faults;
  readonly #sentences: Sentences;
  readonly #network: string;
  readonly #removed = new Set<Name>();
  readonly #left = new Set<Name>();
  readonly #pressed = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  readonly #letIn = new Map<string, number>();
  /** How many messages each had before the end, and before D came. */
  readonly counts = new Map<Name, { readonly before: Counts; readonly all: Counts }>();
  /** If it fails, how. */
  kind = "something else";

  /** `number` is the story's own: its people have the addresses 127.(64 + …).….1 to 5. */
  constructor(plan: Plan, server: Server, number: number) {
    this.#plan = plan;
    this.#server = server;
    this.#network = `127.${64 + (number >> 8)}.${number & 255}`;
    this.#faults = new Faults(plan.faults, server, this.timeline, () => this.people);
    this.#sentences = new Sentences({
      isEnded: () => this.#ended,
      removed: this.#removed,
      left: this.#left,
      mayRead: mayRead(plan),
      people: () => this.people,
      letIn: (name) => clock() - (this.#letIn.get(name) ?? Number.NEGATIVE_INFINITY) < patienceMs,
    });
  }

  get fired(): number {
    return this.#faults.fired;
  }

  /**
   * Why somebody is not where they belong, or what was said that was not so; empty if all is well.
   */
  async run(): Promise<string[]> {
    const tick = setInterval(() => this.#tick(), tickMs);
    const why: string[] = [];
    try {
      await this.#tell();
    } catch (error) {
      if (!(error instanceof Misplaced)) throw error;
      why.push(error.message);
      this.kind = kindOf(this.people);
    } finally {
      clearInterval(tick);
      this.#sentences.stop();
      this.#faults.over = true;
      for (const person of this.people) person.close();
    }
    if (why.length === 0 && this.#sentences.untrue.length > 0) this.kind = "said what is not so";
    return [...why, ...this.#sentences.untrue];
  }

  async #tell(): Promise<void> {
    const link = await newRoom("video");
    await makeRoom(link, this.#server.url, new Line(this.#lineOptions("maker", 5)));
    const guest = await guestLink(link);
    const host = this.#open("host", link);
    host.does("enters", (call) => call.join("host", { relayOnly: false }));
    await this.#until("the host is in", () => this.#apart(["host"]));
    for (const name of ["A", "B"] as const) {
      await this.#comes(name, guest);
      await this.#until(`${name} is in`, () =>
        this.#apart(name === "A" ? ["host", "A"] : ["host", "A", "B"]),
      );
    }
    const before = new Map(this.people.map(({ name, line }) => [name, { ...line.counts }]));
    this.#end();
    const remain: Name[] = this.#plan.end === "end" ? [] : ["host", "A"];
    const settled = () => this.#apart(remain) ?? this.#notOver();
    await this.#until("the end", settled);
    await pause(afterMs);
    await this.#faults.healed();
    await this.#until("all is quiet", () => settled() ?? this.#away(remain));
    this.#faults.over = true;
    for (const { name, line } of this.people) {
      const all = { ...line.counts };
      this.counts.set(name, { before: before.get(name) ?? all, all });
    }
    if (remain.length === 0) return this.#nobodyComes(guest);
    await this.#comes("D", guest);
    await this.#until(
      "D is in",
      () => this.#apart([...remain, "D"]) ?? this.#away([...remain, "D"]),
    );
  }

  #lineOptions<const N extends string>(name: N, number: number) {
    const [address, timeline] = [`${this.#network}.${number}`, this.timeline];
    const fate = (direction: Direction, n: number) =>
      name === "maker"
        ? ("pass" as const)
        : this.#faults.fate(name as unknown as Name, direction, n);
    const slowMs = this.#plan.slow?.[name as unknown as Name] ?? 0;
    return { name, address, timeline, slowMs, origin: Server.origin, fate };
  }

  #open(name: Name, link: ConstructorParameters<typeof Person>[0]): Person {
    const person = new Person(
      link,
      this.#server.url,
      this.#lineOptions(name, this.people.length + 1),
    );
    this.people.push(person);
    this.#sentences.watch(person);
    return person;
  }

  async #comes(name: Name, link: ConstructorParameters<typeof Person>[0]): Promise<void> {
    const person = this.#open(name, link);
    await this.#until(`${name} can knock`, () =>
      person.call.phase.value === "waiting" ? undefined : person.call.phase.value,
    );
    person.does("knocks", (call) => call.join(name, { relayOnly: false }));
  }

  async #nobodyComes(link: ConstructorParameters<typeof Person>[0]): Promise<void> {
    const { call } = this.#open("D", link);
    await this.#until("the room is gone", () =>
      call.phase.value === "gone" ? undefined : `D: ${call.phase.value}`,
    );
  }

  #end(): void {
    const [host, , B] = this.people;
    const { end } = this.#plan;
    if (end === "leave") {
      this.#left.add("B");
      B?.does("leaves", (call) => call.leave());
    } else if (end === "remove") {
      const sid = host?.call.peers.value.find(({ name }) => name === "B")?.sid ?? "";
      this.#removed.add("B");
      host?.does("removes B", (call) => call.remove(sid));
    } else {
      this.#ended = true;
      host?.does("ends the call", (call) => call.endForAll());
    }
  }

  // The host lets in whoever knocks, after a look; and again if they are still at the door.
  #tick(): void {
    this.#sentences.tick();
    const [host] = this.people;
    for (const { sid, name } of host?.call.knocks.value ?? []) {
      const seen = this.#seen.get(sid) ?? clock();
      this.#seen.set(sid, seen);
      const pressed = this.#pressed.get(sid) ?? Number.NEGATIVE_INFINITY;
      if (clock() - seen < this.#plan.thinkMs || clock() - pressed < pressMs) continue;
      this.#pressed.set(sid, clock());
      this.#letIn.set(name, clock());
      host?.does(`lets ${name} in`, (call) => call.admit(sid));
    }
  }

  /** Who of these is not in the call with all the others, and nobody else. */
  #apart(names: readonly Name[]): string | undefined {
    for (const { name, call } of this.people.filter((person) => names.includes(person.name))) {
      const wanted = names.filter((other) => other !== name).sort();
      const there = call.peers.value.map((peer) => `${peer.name || "?"} ${peer.state}`).sort();
      if (call.phase.value !== "joined") return `${name} is ${call.phase.value}`;
      if (there.join() !== wanted.map((other) => `${other} connected`).join()) {
        return `${name} is with ${there.join(", ") || "nobody"}, not with ${wanted.join(", ") || "nobody"}`;
      }
      if (call.knocks.value.length > 0)
        return `there is somebody at the door: ${call.knocks.value.map((knock) => knock.name)}`;
    }
    return undefined;
  }

  #notOver(): string | undefined {
    const { end } = this.#plan;
    const ending = { leave: "left", remove: "removed", end: "ended" }[end];
    for (const { name, call } of this.people) {
      if (end !== "end" && name !== "B") continue;
      if (call.ending.value !== ending)
        return `${name} is ${call.phase.value}, ${call.ending.value}, not ${ending}`;
      if (end === "end" && name === "host" && call.endedAt.value === undefined)
        return "the end is not confirmed";
    }
    return undefined;
  }

  #away(names: readonly Name[]): string | undefined {
    const away = this.people.find((person) => names.includes(person.name) && !person.isThere);
    return away && `${away.name} is not back at the server`;
  }

  /** Waits until nothing is in the way: as long as something is broken, and so long after it. */
  async #until(what: string, hindrance: () => string | undefined): Promise<void> {
    let since = clock();
    for (;;) {
      const why = hindrance();
      if (why === undefined) return;
      if (this.#faults.active) since = clock();
      if (clock() - since > patienceMs) throw new Misplaced(`${what}? ${why}`);
      await pause(tickMs);
    }
  }
}

/**
 * After a restart or a long sleep somebody may have come back under another sid, and a connection
 * that waits for so long has found no way.
 */
function mayRead({ faults }: Plan): Set<string> {
  const long = faults.some(({ ms }) => ms > 10_000);
  const strange = long || faults.some(({ how }) => how === "kill");
  return new Set([...(strange ? ["unknown-peer"] : []), ...(long ? ["pair-failed"] : [])]);
}
