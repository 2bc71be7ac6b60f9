// One secret count (protocol, section 4.12): each voter splits its ballot into random numbers, one
// for each voter; each publishes the sum of what it got, and the sums add up to all ballots, in no
// order. Who is missing a single number knows nothing of any ballot.
import {
  type Bytes,
  concat,
  fromBase64url,
  toBase64url,
  uint64,
  utf8,
} from "../../../crypto/bytes.ts";
import { sha256 } from "../../../crypto/hash.ts";
import { numbersOf, powersOf, prime, randomElement, reduce } from "./field.ts";
import type {
  CommitMessage,
  CountMessage,
  RevealMessage,
  ShareMessage,
  Shares,
} from "./messages.ts";

/** What a ballot says, 0 to 7; the rest of its bits are random, so that its voter finds it. */
const values = 8n;
const tags = 2n ** 49n;

export interface CountOptions {
  /** Of the poll. */
  readonly id: string;
  /** SHA-256 of the poll as it was asked. */
  readonly asked: string;
  readonly self: string;
  /** Who is counted, ourselves included: everybody has the same list. */
  readonly voters: readonly string[];
  /** Our own, 0 to 7: one for each thing that is counted. */
  readonly ballot: readonly number[];
  send(sid: string, message: CountMessage): void;
}

/** What was chosen in each thing that was counted, in no order. */
export type Counted = readonly (readonly number[])[];

interface Heard {
  share?: ShareMessage;
  commit?: CommitMessage;
  reveal?: RevealMessage;
}

export class SecretCount {
  readonly #options: CountOptions;
  readonly #heard = new Map<string, Heard>();
  /** What was said to each so far, for one whose channel is new. */
  readonly #said = new Map<string, CountMessage[]>();
  readonly #ballots: readonly bigint[];
  /** What we keep of our own ballots. */
  readonly #kept: bigint[][];
  readonly #others: readonly string[];
  #revealed = false;

  constructor(options: CountOptions) {
    const { voters, self, ballot } = options;
    this.#options = options;
    this.#others = voters.filter((sid) => sid !== self);
    this.#ballots = ballot.map((value) => newTag() * values + BigInt(value));
    this.#kept = this.#ballots.map((number) => powersOf(number, voters.length));
  }

  sayShares(): void {
    const { id, asked, voters } = this.#options;
    for (const sid of this.#others)
      this.#sayTo(sid, { kind: "share", id, asked, voters, shares: this.#splitBallots() });
  }

  /** Whose part is missing. */
  get missing(): readonly string[] {
    return this.#others.filter((sid) => {
      const { commit, reveal } = this.#heard.get(sid) ?? {};
      return this.#revealed ? reveal === undefined : commit === undefined;
    });
  }

  /** Says again what may be lost. */
  repeat(sid: string): void {
    for (const message of this.#said.get(sid) ?? []) this.#options.send(sid, message);
  }

  /**
   * The outcome, once it is there; "broken" if somebody does not keep to the rules. One after the
   * other.
   */
  async receive(sid: string, message: CountMessage): Promise<Counted | "broken" | undefined> {
    const heard = this.#heard.get(sid) ?? {};
    this.#heard.set(sid, heard);
    const before = heard[message.kind];
    if (before !== undefined) return isSame(before, message) ? undefined : "broken";
    Object.assign(heard, { [message.kind]: message });
    if (message.kind === "share") return this.#isOfThis(message) ? this.#addUp() : "broken";
    if (message.kind === "commit") return this.#reveal();
    return this.#finish();
  }

  #isOfThis({ asked, voters, shares }: ShareMessage): boolean {
    return (
      asked === this.#options.asked &&
      isSame(voters, this.#options.voters) &&
      this.#isShaped(shares)
    );
  }

  #isShaped(shares: Shares): boolean {
    const { ballot, voters } = this.#options;
    return shares.length === ballot.length && shares.every((one) => one.length === voters.length);
  }

  /** What one voter gets; what is left is ours. */
  #splitBallots(): Shares {
    return this.#kept.map((powers) =>
      powers.map((power, i) => {
        const share = randomElement();
        powers[i] = reduce(power - share);
        return Number(share);
      }),
    );
  }

  #allOf<K extends keyof Heard>(kind: K): readonly NonNullable<Heard[K]>[] | undefined {
    const all = this.#others.flatMap((sid) => this.#heard.get(sid)?.[kind] ?? []);
    return all.length === this.#others.length ? (all as NonNullable<Heard[K]>[]) : undefined;
  }

  async #addUp(): Promise<"broken" | Counted | undefined> {
    const shares = this.#allOf("share");
    const { id, self } = this.#options;
    if (shares === undefined) return undefined;
    const own = this.#kept.map((powers) => powers.map(Number));
    const sums = addedUp([own, ...shares.map((message) => message.shares)]);
    const nonce = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    const commit: CommitMessage = {
      kind: "commit",
      id,
      hash: await commitment(id, self, sums, nonce),
    };
    // Both wait here: the sums are said only once all have promised theirs.
    const reveal: RevealMessage = { kind: "reveal", id, sums, nonce, commits: [] };
    this.#heard.set(self, { commit, reveal });
    for (const sid of this.#others) this.#sayTo(sid, commit);
    return this.#reveal();
  }

  async #reveal(): Promise<"broken" | Counted | undefined> {
    const own = this.#heard.get(this.#options.self);
    if (this.#revealed || own?.reveal === undefined || this.#allOf("commit") === undefined)
      return undefined;
    this.#revealed = true;
    own.reveal = { ...own.reveal, commits: this.#commits() };
    for (const sid of this.#others) this.#sayTo(sid, own.reveal);
    return this.#finish();
  }

  #commits(): string[] {
    return this.#options.voters.map((sid) => this.#heard.get(sid)?.commit?.hash ?? "");
  }

  async #finish(): Promise<"broken" | Counted | undefined> {
    if (!this.#revealed || this.#allOf("reveal") === undefined) return undefined;
    const { id, voters } = this.#options;
    const all: Shares[] = [];
    for (const sid of voters) {
      const { reveal, commit } = this.#heard.get(sid) ?? {};
      if (reveal === undefined || !this.#isShaped(reveal.sums)) return "broken";
      if ((await commitment(id, sid, reveal.sums, reveal.nonce)) !== commit?.hash) return "broken";
      if (!isSame(reveal.commits, this.#commits())) return "broken";
      all.push(reveal.sums);
    }
    const counted: number[][] = [];
    for (const [i, sums] of addedUp(all).entries()) {
      const numbers = numbersOf(sums.map(BigInt));
      // Ours is among them: nobody has put another in its place.
      if (numbers === undefined || !numbers.includes(this.#ballots[i] ?? -1n)) return "broken";
      counted.push(numbers.map((number) => Number(number % values)));
    }
    return counted;
  }

  #sayTo(sid: string, message: CountMessage): void {
    this.#said.set(sid, [...(this.#said.get(sid) ?? []), message]);
    this.#options.send(sid, message);
  }
}

/** Of what one voter will say its sums are. */
export async function commitment(
  id: string,
  sid: string,
  sums: Shares,
  nonce: string,
): Promise<string> {
  const numbers: Bytes[] = sums.flat().map(uint64);
  const parts = [fromBase64url(id), fromBase64url(sid), ...numbers, fromBase64url(nonce)];
  return toBase64url(await sha256(concat(utf8("einmal/1 poll"), ...parts)));
}

function addedUp(all: readonly Shares[]): number[][] {
  const [first = []] = all;
  return first.map((row, i) =>
    row.map((_, k) =>
      Number(all.reduce((sum, one) => (sum + BigInt(one[i]?.[k] ?? 0)) % prime, 0n)),
    ),
  );
}

function newTag(): bigint {
  return randomElement() % tags;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
