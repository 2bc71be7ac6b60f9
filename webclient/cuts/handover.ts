// The host hands over to A while B is there, and something breaks at one moment of it; then D comes,
// and whoever is the host lets D in.
import { effect } from "@preact/signals-core";
import { isHandingOver } from "../src/call/hosting/model.ts";
import { guestLink, newRoom } from "../src/crypto/link.ts";
import { clock, pause } from "./clock.ts";
import { crash } from "./directline.ts";
import { type Direction, type Fate, Line } from "./line.ts";
import { type Name, Person } from "./person.ts";
import { makeRoom } from "./room.ts";
import { Server } from "./server.ts";
import { Timeline } from "./timeline.ts";

/**
 * The n-th message of somebody's since the question: of the server, or ("before" it is read, or
 * "after" that) what the other says directly.
 */
export interface Moment {
  readonly who: "host" | "A";
  readonly at: Direction | "before" | "after";
  readonly n: number;
}

export interface HandoverPlan {
  readonly name: string;
  readonly moment: Moment;
  /** What becomes of the server's message; those that others say arrive. */
  readonly fate: Fate;
  /** What happens then, and how long it is so. */
  act(story: HandoverStory): Promise<void>;
}

/** Everybody is where they belong so long after all is whole, in ms. */
const patienceMs = 8_000;
/** Until a server no longer waits for who has gone without a word, and a browser has missed them, in ms. */
const missedMs = 75_000;
const lagMs = 1_500;
const tickMs = 20;

export class HandoverStory {
  readonly timeline = new Timeline();
  readonly people: Person[] = [];
  readonly server: Server;
  /** The moment has come. */
  fired = false;
  readonly #plan: HandoverPlan;
  readonly #network: string;
  readonly #hostUrl: string;
  readonly #gone = new Set<Person>();
  readonly #counts = new Map<string, number>();
  readonly #untrue = new Set<string>();
  #patienceMs = patienceMs;
  #active = false;
  #asked = false;
  #isOver = false;
  #twoSince: number | undefined;

  constructor(plan: HandoverPlan, server: Server, number: number, hostUrl = server.url) {
    this.#plan = plan;
    this.server = server;
    this.#hostUrl = hostUrl;
    this.#network = `127.${64 + (number >> 8)}.${number & 255}`;
  }

  /** Why there is not one host; empty if all is well. */
  async run(): Promise<string[]> {
    const tick = setInterval(() => this.#tick(), tickMs);
    const why: string[] = [];
    try {
      await this.#tell();
    } catch (error) {
      why.push(String(error));
    } finally {
      clearInterval(tick);
      for (const person of this.people) person.close();
    }
    return [...why, ...this.#untrue];
  }

  get present(): Person[] {
    return this.people.filter((person) => !this.#gone.has(person));
  }

  find(name: Name): Person {
    const found = this.people.find((person) => person.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  async cut(name: Name, ms: number): Promise<void> {
    this.find(name).line.cut();
    await pause(ms);
    this.find(name).heal(false);
  }

  async kill(ms: number): Promise<void> {
    this.timeline.add("server", "*** killed ***");
    await this.server.kill();
    await pause(ms);
    await this.server.run();
    this.timeline.add("server", "runs again");
  }

  /** The tab is gone, with or without a good-bye. */
  close(name: Name, polite: boolean): void {
    const person = this.find(name);
    this.#gone.add(person);
    if (polite) person.does("leaves", (call) => call.leave());
    else {
      this.#patienceMs = missedMs;
      person.line.log("*** crashes ***");
      crash(person.line);
    }
  }

  /** The host takes B out. */
  remove(name: Name): void {
    const sid = this.find("host").call.peers.value.find((peer) => peer.name === name)?.sid ?? "";
    this.#gone.add(this.find(name));
    this.find("host").does(`removes ${name}`, (call) => call.remove(sid));
  }

  async #tell(): Promise<void> {
    const link = await newRoom("video");
    await makeRoom(link, this.server.url, this.#line("maker", 6));
    const guest = await guestLink(link);
    const enter = (name: Name, to: ConstructorParameters<typeof Person>[0], url?: string) => {
      const person = this.#open(name, to, url);
      person.does("comes", (call) => call.join(name, { relayOnly: false }));
    };
    enter("host", link, this.#hostUrl);
    await this.#until("the host is in", () => this.#apart());
    for (const name of ["A", "B"] as const) {
      enter(name, guest);
      await this.#until(`${name} is in`, () => this.#apart());
    }
    const sid = this.find("host").call.peers.value.find(({ name }) => name === "A")?.sid ?? "";
    this.#asked = true;
    this.find("host").does("asks A", (call) => call.hosting.offer(sid));
    await this.#until("it is over", () => this.#unclear ?? this.#apart(true));
    this.#isOver = true;
    // The host has gone, or whoever had taken over: the link is what makes the next one.
    if (await this.#isWithoutHost()) enter("host", link);
    await this.#until("there is one host", () => this.#unclear ?? this.#apart());
    enter("D", guest);
    await this.#until("D is in", () => this.#apart());
  }

  #line<const N extends string>(name: N, number: number): Line {
    return new Line(this.#lineOptions(name, number));
  }

  #lineOptions<const N extends string>(name: N, number: number) {
    const fate = (direction: Direction) => this.#note(name, direction);
    const [address, timeline] = [`${this.#network}.${number}`, this.timeline];
    return { name, address, timeline, slowMs: 0, origin: Server.origin, fate };
  }

  #open(name: Name, link: ConstructorParameters<typeof Person>[0], url = this.server.url): Person {
    const options = this.#lineOptions(name, this.people.length + 1);
    const address = url === this.server.url ? options.address : "127.0.0.1";
    const person = new Person(link, url, { ...options, address });
    effect(() => {
      const { hosting } = person;
      const receive = hosting?.receive.bind(hosting);
      if (hosting === undefined || receive === undefined) return; // it is there once it is loaded
      hosting.receive = async (sid, message) => {
        person.line.log(`← ${message.kind === "host-key" ? message.kind : message.step}`);
        this.#note(name, "before");
        if (this.#gone.has(person)) return;
        await receive(sid, message);
        this.#note(name, "after");
      };
    });
    this.people.push(person);
    return person;
  }

  /** Something has come or goes: perhaps it is the moment. */
  #note(name: string, at: Moment["at"]): Fate {
    const { moment, fate, act } = this.#plan;
    if (!this.#asked || this.#isOver || this.fired || name !== moment.who || at !== moment.at)
      return "pass";
    const n = (this.#counts.get(at) ?? 0) + 1;
    this.#counts.set(at, n);
    if (n !== moment.n) return "pass";
    this.fired = this.#active = true;
    this.timeline.add("fault", this.#plan.name);
    void act(this)
      .catch((error) => this.#untrue.add(String(error)))
      .finally(() => {
        this.#active = false;
      });
    return fate;
  }

  #tick(): void {
    for (const { name, call, hosting } of this.present) {
      if (hosting?.asked.value !== undefined) hosting.answer(true);
      for (const { sid } of call.knocks.value) call.admit(sid);
      const [step, isHost] = [hosting?.handover.value?.step, call.role === "host"];
      const says = step === "failed" || step === "declined" || step === "unanswered";
      if (says && !isHost) this.#untrue.add(`${name} reads: you are still the host`);
      const to = hosting?.moved.value?.to;
      if ((to === "us") !== isHost && to !== undefined && to !== "other")
        this.#untrue.add(`${name} reads that the role has moved: ${to}`);
    }
    const areTwo = this.#hosts().length > 1 && !this.#active;
    this.#twoSince = areTwo ? (this.#twoSince ?? clock()) : undefined;
    if (clock() - (this.#twoSince ?? clock()) > lagMs) this.#untrue.add("there are two hosts");
  }

  /** Who takes themselves for the host, and does not say that it is open. */
  #hosts(): Person[] {
    return this.present.filter(({ call, hosting }) => {
      const open = hosting?.handover.value;
      return call.role === "host" && !(open !== undefined && isHandingOver(open));
    });
  }

  /** And it stays so: nothing is on its way. */
  async #isWithoutHost(): Promise<boolean> {
    const since = clock();
    while (this.#hosts().length === 0 && !this.#seesHost())
      if (clock() - since > 2 * lagMs) return true;
      else await pause(tickMs);
    return false;
  }

  #seesHost(): boolean {
    const names = this.present.map(({ name }): string => name);
    const sees = ({ call }: Person) =>
      call.peers.value.some((p) => p.host && names.includes(p.name));
    return this.present.some(sees);
  }

  get #unclear(): string | undefined {
    const open = this.present.find(({ hosting }) => {
      const value = hosting?.handover.value;
      return value !== undefined && isHandingOver(value);
    });
    return open && `${open.name} does not know who is the host`;
  }

  /** Who is not in the call with all the others and nobody else, or has another host than they. */
  #apart(mayBeNone = false): string | undefined {
    const [first, second] = this.#hosts();
    const none = first === undefined && mayBeNone && !this.#seesHost();
    if ((first === undefined && !none) || second !== undefined)
      return `the host is ${this.#hosts().map(({ name }) => name)}`;
    for (const person of this.present) {
      const { name, call, isThere } = person;
      const wanted = this.present
        .filter((other) => other !== person)
        .map((other) => `${other.name} connected${other === first ? " host" : ""}`);
      const there = call.peers.value.map(
        (peer) => `${peer.name} ${peer.state}${peer.host && !none ? " host" : ""}`,
      );
      if (call.phase.value !== "joined") return `${name} is ${call.phase.value}`;
      const isRight = there.sort().join() === wanted.sort().join();
      if (!isRight) return `${name} is with ${there.join(", ")}, not with ${wanted.join(", ")}`;
      if (!isThere) return `${name} is not at the server`;
    }
    return undefined;
  }

  async #until(what: string, hindrance: () => string | undefined): Promise<void> {
    let since = clock();
    for (;;) {
      const why = this.#active ? "something is broken" : hindrance();
      if (why === undefined) return;
      if (this.#active) since = clock();
      if (clock() - since > this.#patienceMs) throw new Error(`${what}? ${why}`);
      await pause(tickMs);
    }
  }
}
