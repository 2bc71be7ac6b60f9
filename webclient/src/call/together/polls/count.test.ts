// The secret count among three to six, with everything that a member may do wrong.
import { expect, test, vi } from "vitest";
import { toBase64url } from "../../../crypto/bytes.ts";
import { always, Random } from "../../../crypto/testing/random.ts";
import { type Counted, commitment, SecretCount } from "./count.ts";
import { numbersOf, powersOf, prime, reduce } from "./field.ts";
import type { CountMessage, RevealMessage, ShareMessage } from "./messages.ts";

type Outcome = Counted | "broken";
interface Under {
  from: string;
  to: string;
  message: CountMessage;
}
type Meddle = (one: Under) => Under[] | Promise<Under[]>;

const pollId = toBase64url(new Uint8Array(8));
const sidOf = (i: number) => toBase64url(new Uint8Array(8).fill(i + 1));

/** Delivers everything in a made-up order, each pair's in its own; what each voter came to. */
async function count(
  random: Random,
  ballots: readonly (readonly number[])[],
  meddle: Meddle = (one) => [one],
) {
  const voters = ballots.map((_, i) => sidOf(i));
  const lines = new Map<string, Under[]>();
  const outcomes = new Map<string, Outcome>();
  const seen: Under[] = [];
  const counts = new Map(
    voters.map((self, i) => [
      self,
      new SecretCount({
        ...{ id: pollId, asked: "asked", self, voters, ballot: ballots[i] ?? [] },
        send(to, message) {
          const one = { from: self, to, message };
          seen.push(one);
          const key = `${self} ${to}`;
          lines.set(key, [...(lines.get(key) ?? []), one]);
        },
      }),
    ]),
  );
  for (const one of counts.values()) one.sayShares();
  for (;;) {
    const waiting = [...lines.values()].filter((line) => line.length > 0);
    const one = waiting.length > 0 ? random.pickFrom(waiting).shift() : undefined;
    if (one === undefined) return { voters, outcomes, seen, counts };
    for (const { from, to, message } of await meddle(one)) {
      const outcome = await counts.get(to)?.receive(from, message);
      if (outcome !== undefined) outcomes.set(to, outcomes.get(to) ?? outcome);
    }
  }
}

const sorted = (list: readonly number[]) => [...list].sort();

test("everybody comes to the same ballots, in whatever order things come", () =>
  always(20, async (random) => {
    const [people, things] = [4 + random.integerBelow(3), 1 + random.integerBelow(8)];
    const ballots = Array.from({ length: people }, () =>
      Array.from({ length: things }, () => random.integerBelow(8)),
    );
    const { voters, outcomes } = await count(random, ballots);
    const all = voters.map((sid) => outcomes.get(sid));
    const truth = Array.from({ length: things }, (_, i) => sorted(ballots.map((b) => b[i] ?? 0)));
    for (const one of all) expect((one as Counted).map(sorted)).toEqual(truth);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  }));

test("what all but one voter get of a ballot is the same for every ballot", () => {
  const voters = [0, 1, 2, 3].map(sidOf);
  const highOf = (value: number) => {
    let high = 0;
    for (let run = 0; run < 400; run++) {
      const got = new Map<string, bigint>();
      new SecretCount({
        ...{ id: pollId, asked: "asked", self: sidOf(0), voters, ballot: [value] },
        send: (to, message) => got.set(to, BigInt((message as ShareMessage).shares[0]?.[0] ?? -1)),
      }).sayShares();
      expect([...got.keys()]).toEqual(voters.slice(1));
      const known = [...got.values()].reduce((sum, one) => sum + one, 0n);
      if (reduce(known) > prime / 2n) high++;
    }
    return high;
  };
  for (const value of [0, 7]) expect(Math.abs(highOf(value) - 200)).toBeLessThan(60); // 6 sigma
});

const ballots = [[0], [1], [1], [2]];
/** The second one is who does not keep to the rules. */
const bad = sidOf(1);
const honest = [0, 2, 3].map(sidOf);

test("no sum is said before all have promised theirs", async () => {
  const { seen } = await count(new Random(1), ballots, (one) =>
    one.from === bad && one.message.kind === "commit" ? [] : [one],
  );
  expect(seen.filter(({ from, message }) => from !== bad && message.kind === "reveal")).toEqual([]);
});

const change =
  (kind: CountMessage["kind"], how: (message: never, to: string) => CountMessage | undefined) =>
  (one: Under): Under[] => {
    if (one.from !== bad || one.message.kind !== kind) return [one];
    const message = how(one.message as never, one.to);
    return message === undefined ? [] : [{ ...one, message }];
  };
const shifted = (sums: readonly (readonly number[])[]) => sums.map((row) => [1, ...row.slice(1)]);

test.each<[string, Meddle]>([
  [
    "another sum than was promised",
    change("reveal", (m: RevealMessage) => ({ ...m, sums: shifted(m.sums) })),
  ],
  [
    "shares of no ballot",
    change("share", (m: ShareMessage) => ({ ...m, shares: shifted(m.shares) })),
  ],
  ["shares of another poll", change("share", (m: ShareMessage) => ({ ...m, asked: "other" }))],
  [
    "shares for other voters",
    change("share", (m: ShareMessage) => ({ ...m, voters: [...m.voters].reverse() })),
  ],
  [
    "shares of another number of things",
    change("share", (m: ShareMessage) => ({ ...m, shares: [...m.shares, ...m.shares] })),
  ],
  [
    "another promise than the others got",
    change("reveal", (m: RevealMessage) => ({ ...m, commits: [...m.commits].reverse() })),
  ],
])("%s: nobody who keeps to the rules takes a result", async (_, meddle) => {
  const { outcomes } = await count(new Random(2), ballots, meddle);
  for (const sid of honest) expect(outcomes.get(sid) ?? "broken").toBe("broken");
  expect([...outcomes.values()]).toContain("broken");
});

test("who says a second thing is found out, and who repeats the same is not", async () => {
  const twice = await count(new Random(3), ballots, (one) => [one, one]);
  expect([...twice.outcomes.values()]).not.toContain("broken");
  const other = await count(new Random(3), ballots, (one) =>
    one.from === bad && one.message.kind === "commit"
      ? [one, { ...one, message: { ...one.message, hash: toBase64url(new Uint8Array(32)) } }]
      : [one],
  );
  for (const sid of honest) expect(other.outcomes.get(sid)).toBe("broken");
});

/**
 * The sums that make the count come out as numbers of one's choice. No member can know them: the
 * test runs everything twice, with the same made-up random numbers.
 */
async function chosenSums(
  choose: (numbers: bigint[]) => bigint[],
  forge: (sums: number[][]) => Meddle,
) {
  const run = async (meddle?: Meddle) => {
    const made = new Random(8);
    const random = vi.spyOn(crypto, "getRandomValues").mockImplementation((into) => {
      const bytes = new Uint8Array((into as Uint8Array).buffer);
      bytes.set(made.randomBytes(bytes.length));
      return into;
    });
    try {
      return await count(new Random(9), [[0], [5], [1], [2]], meddle);
    } finally {
      random.mockRestore();
    }
  };
  const reveals = new Map<string, readonly number[]>();
  for (const { from, message } of (await run()).seen)
    if (message.kind === "reveal") reveals.set(from, message.sums[0] ?? []);
  const total = [0, 1, 2, 3].map((k) =>
    reduce([...reveals.values()].reduce((sum, row) => sum + BigInt(row[k] ?? 0), 0n)),
  );
  const wanted = choose(numbersOf(total) ?? []);
  const sums = (reveals.get(bad) ?? []).map((sum, k) =>
    Number(
      reduce(
        BigInt(sum) -
          (total[k] ?? 0n) +
          wanted.reduce((all, x) => all + (powersOf(x, 4)[k] ?? 0n), 0n),
      ),
    ),
  );
  return (await run(forge([sums]))).outcomes;
}

test("who knows the others' sums cannot change its own answer any more", async () => {
  const outcomes = await chosenSums(
    (numbers) => numbers.map((x) => (x % 8n === 5n ? x + 1n : x)),
    (sums) => change("reveal", (m: RevealMessage) => ({ ...m, sums })),
  );
  for (const sid of honest) expect(outcomes.get(sid)).toBe("broken");
});

test("nobody puts other ballots in the place of all, however it knows how", async () => {
  const outcomes = await chosenSums(
    () => [9n, 17n, 25n, 33n],
    (sums) => async (one) => {
      if (one.from !== bad || one.message.kind === "share") return [one];
      const { message } = one;
      const nonce = toBase64url(new Uint8Array(16));
      const hash = await commitment(pollId, bad, sums, nonce);
      if (message.kind === "commit") return [{ ...one, message: { ...message, hash } }];
      const commits = (message as RevealMessage).commits.map((old, i) => (i === 1 ? hash : old));
      return [{ ...one, message: { ...(message as RevealMessage), sums, nonce, commits } }];
    },
  );
  for (const sid of honest) expect(outcomes.get(sid)).toBe("broken");
});

test("who is missing is named, and a new channel is told again what was said", async () => {
  const { counts } = await count(new Random(6), ballots, (one) =>
    one.from === bad && one.message.kind === "commit" ? [] : [one],
  );
  expect(counts.get(sidOf(0))?.missing).toEqual([bad]);
  const again = await count(new Random(7), ballots);
  const before = again.seen.length;
  again.counts.get(sidOf(0))?.repeat(bad);
  expect(again.seen.slice(before).map(({ to, message }) => [to, message.kind])).toEqual(
    ["share", "commit", "reveal"].map((kind) => [bad, kind]),
  );
});
