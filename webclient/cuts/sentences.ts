// What each page says at each moment, and whether it is so. A case goes on after an untrue
// sentence, and fails at its end.
import { effect } from "@preact/signals-core";
import type { Call } from "../src/call/call.ts";
import { clock } from "./clock.ts";
import type { Name, Person } from "./person.ts";

/** What all pages together are measured by. */
export interface Truth {
  /** What people have really done. */
  isEnded(): boolean;
  readonly removed: ReadonlySet<Name>;
  readonly left: ReadonlySet<Name>;
  /** Problems that may really be there. */
  readonly mayRead: ReadonlySet<string>;
  people(): readonly Person[];
  /** The host has seen them at the door and let them in, a moment ago. */
  letIn(name: Name): boolean;
}

/** How long a page may lag behind, in ms: the word is on its way. */
const lagMs = 1000;

/** As in ui/screens/lobby.tsx: "… can see that you are waiting." */
function readsHostKnows({ phase, serverHere, hostHere, hostKnows }: Call): boolean {
  return phase.value === "waiting" && serverHere.value && hostHere.value && hostKnows.value;
}

export class Sentences {
  readonly untrue: string[] = [];
  readonly #truth: Truth;
  readonly #stops: (() => void)[] = [];
  /** Since when a sentence that may lag behind is not so. */
  readonly #since = new Map<string, number>();

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  watch(person: Person): void {
    this.#stops.push(effect(() => this.#look(person)));
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** What is to be seen only over time; called often. */
  tick(): void {
    const people = this.#truth.people();
    const atTheDoor = new Set(
      people.find(({ name }) => name === "host")?.call.knocks.value.map(({ name }) => name),
    );
    for (const { name, line, call } of people) {
      const knows = readsHostKnows(call) && !atTheDoor.has(name) && !this.#truth.letIn(name);
      this.#lags(name, "the host knows that you are waiting, and the host does not", knows);
      const served = call.serverHere.value && line.sockets.size === 0 && line.heard.has("welcome");
      this.#lags(
        name,
        "the server is there, and there is no socket",
        served && call.phase.value !== "over",
      );
    }
  }

  #look({ name, line, call }: Person): void {
    const { removed, left } = this.#truth;
    const ended = this.#truth.isEnded();
    const [ending, problem] = [call.ending.value, call.problem.value];
    const confirmed = line.heard.has("end") || line.heard.has("1008 room-gone");
    this.#must(name, "the call was ended", ending !== "ended" || ended);
    this.#must(name, "you were removed", ending !== "removed" || removed.has(name));
    this.#must(name, "you have left", ending !== "left" || left.has(name));
    this.#must(
      name,
      `the call is over: ${ending}`,
      ending === undefined || /^(ended|removed|left)$/.test(ending),
    );
    this.#must(name, "the room is over or never was", call.phase.value !== "gone" || ended);
    this.#must(
      name,
      "the room is erased, and the server has not said so",
      call.endedAt.value === undefined || confirmed,
    );
    const letGo = ["1000", "1008 removed", "1008 room-gone"].some((word) => line.heard.has(word));
    this.#must(
      name,
      "left, and the server has not said so",
      call.leftAt.value === undefined || letGo,
    );
    const allowed = problem === undefined || this.#truth.mayRead.has(problem.code);
    this.#must(name, `problem ${problem?.code}`, allowed);
    const names = call.knocks.value.map(({ name }) => name);
    this.#must(name, "somebody waits twice at the door", new Set(names).size === names.length);
    const here = call.peers.value.map(({ name }) => name).filter((name) => name !== "");
    this.#must(name, "somebody is in the call twice", new Set(here).size === here.length);
  }

  #must(name: Name, sentence: string, so: boolean): void {
    const whole = `${name} reads: ${sentence}`;
    if (!so && !this.untrue.includes(whole)) this.untrue.push(whole);
  }

  #lags(name: Name, sentence: string, untrue: boolean): void {
    const key = `${name} ${sentence}`;
    if (!untrue) this.#since.delete(key);
    const since = this.#since.get(key) ?? clock();
    if (untrue) this.#since.set(key, since);
    this.#must(name, sentence, clock() - since <= lagMs);
  }
}
