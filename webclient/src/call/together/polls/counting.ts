// The secret counts that are under way: what comes is taken one after the other, and none is waited
// for without end.
import { toBase64url } from "../../../crypto/bytes.ts";
import { sha256 } from "../../../crypto/hash.ts";
import { encodePayload } from "../json.ts";
import type { PartContext } from "../part.ts";
import { SecretCount } from "./count.ts";
import type { PollEntry } from "./entry.ts";
import { type CountMessage, pollKinds } from "./messages.ts";
import type { NoCount } from "./model.ts";

/** How long a whole count may take, in ms. */
export const patienceMs = 30_000;

/** Called once for each, unless forget() came before: with a reason if there is no result. */
type Ended = (entry: PollEntry, uncounted?: NoCount, missing?: string) => void;

export class Counting {
  readonly #context: PartContext;
  readonly #ended: Ended;
  readonly #timers = new Map<PollEntry, ReturnType<typeof setTimeout>>();
  #turn: Promise<void> = Promise.resolve();

  constructor(context: PartContext, ended: Ended) {
    this.#context = context;
    this.#ended = ended;
  }

  /** Waits for the end of a count, in which we may have no part. */
  expect(entry: PollEntry): void {
    const missing = () => entry.count?.missing.map((sid) => this.#context.nameOf(sid)).join(", ");
    this.#timers.set(
      entry,
      setTimeout(() => this.#ended(entry, "silent", missing()), patienceMs),
    );
  }

  forget(entry: PollEntry): void {
    clearTimeout(this.#timers.get(entry));
    this.#timers.delete(entry);
  }

  /** Our own part of it, and what has come before. */
  beginCount(entry: PollEntry): void {
    const { id } = entry.origin;
    this.#afterwards(async () => {
      const asked = toBase64url(await sha256(encodePayload({ kind: "poll", id, ...entry.asked })));
      const { voters, ballot } = entry;
      const send = (sid: string, message: CountMessage) =>
        this.#context.send(sid, pollKinds[message.kind], encodePayload(message));
      entry.count = new SecretCount({ id, asked, self: this.#context.sid, voters, ballot, send });
      if (entry.state === "counting") entry.count.sayShares();
    });
    for (const [sid, message] of entry.takeKept()) this.receive(entry, sid, message);
  }

  receive(entry: PollEntry, sid: string, message: CountMessage): void {
    this.#afterwards(async () => {
      if (entry.state !== "counting" || !entry.voters.includes(sid)) return;
      const outcome = await entry.count?.receive(sid, message);
      if (outcome === undefined || entry.state !== "counting") return;
      if (outcome !== "broken") entry.takeCounts(outcome);
      this.#ended(entry, outcome === "broken" ? "broken" : undefined);
    });
  }

  #afterwards(step: () => Promise<void>): void {
    this.#turn = this.#turn.then(step);
  }
}
