import { describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../crypto/bytes.ts";
import type { SafetyCode } from "../crypto/safety.ts";
import { eventually } from "../crypto/testing/eventually.ts";
import type { SafetyMessage } from "../net/protocol.ts";
import { Program } from "./direct.ts";
import { SafetyExchange } from "./safety.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
const [first, second, unknown] = [
  toBase64url(random(8)),
  toBase64url(random(8)),
  toBase64url(random(8)),
];
const hashes = new Map([first, second].map((attempt) => [attempt, random(32)]));

interface Side {
  exchange: SafetyExchange;
  sent: SafetyMessage[];
  code: SafetyCode | undefined;
  attacks: string[];
  missing: number;
}

/** The two ends of a data channel; `pass` stands for what one of them really says. */
function ends(
  options: { pass?: (message: SafetyMessage) => SafetyMessage[]; otherCertificate?: boolean } = {},
) {
  const sids = [toBase64url(random(8)), toBase64url(random(8))] as const;
  const [ownA, ownB, middle] = [random(32), random(32), random(32)];
  const seenByA = options.otherCertificate ? middle : ownB;
  const pass = options.pass ?? ((message) => [message]);
  const make = (index: 0 | 1): Side => {
    const side: Side = {
      sent: [],
      code: undefined,
      attacks: [],
      missing: 0,
      exchange: undefined as never,
    };
    side.exchange = new SafetyExchange({
      self: sids[index],
      peer: sids[index === 0 ? 1 : 0],
      isInitiator: index === 1,
      // As after a lost socket: each side knows both attempts, and each names another one.
      attempt: () => (index === 0 ? first : second),
      hash: (attempt) => hashes.get(attempt),
      fingerprints: () => (index === 0 ? { own: ownA, peer: seenByA } : { own: ownB, peer: ownA }),
      send: (message) => {
        side.sent.push(message);
        const [to, said] = index === 0 ? [b, [message]] : [a, pass(message)];
        for (const one of said) to.exchange.receive(one);
      },
      onEvent: (event) => {
        if (event.kind === "code") side.code = event.code;
        else if (event.kind === "withheld") side.missing++;
        else side.attacks.push(event.reason);
      },
    });
    return side;
  };
  const [a, b] = [make(0), make(1)];
  return { a, b };
}

/** A channel opens at both ends before anything arrives. */
function open({ a, b }: ReturnType<typeof ends>): void {
  a.exchange.beginExchange();
  b.exchange.beginExchange();
}

describe("the safety code of a pair", () => {
  it("is missing ten seconds after the channel opened if the peer holds its part back, and may still come", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let held: SafetyMessage | undefined;
      const pair = ends({
        pass: (message) => {
          if (message.kind === "commit") return [message];
          held = message;
          return [];
        },
      });
      open(pair);
      await vi.waitFor(() =>
        expect([held?.kind, pair.b.code === undefined]).toEqual(["reveal", false]),
      );
      vi.advanceTimersByTime(9_000);
      expect(pair.a.missing).toBe(0);
      vi.advanceTimersByTime(1_000);
      expect([pair.a.missing, pair.b.missing]).toEqual([1, 0]);
      if (held !== undefined) pair.a.exchange.receive(held);
      await vi.waitFor(() => expect(pair.a.code).toEqual(pair.b.code));
      expect([...pair.a.attacks, ...pair.b.attacks]).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is not missed once the pair is over", () => {
    vi.useFakeTimers();
    try {
      const pair = ends({ pass: () => [] });
      open(pair);
      pair.a.exchange.close();
      vi.advanceTimersByTime(60_000);
      expect(pair.a.missing).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is the same on both sides, also when they name different attempts", async () => {
    const pair = ends();
    open(pair);
    await eventually(() => expect([pair.a.code, pair.b.code]).not.toContain(undefined));
    expect(pair.a.code).toEqual(pair.b.code);
    expect(pair.a.sent.map(({ kind }) => kind)).toEqual(["commit", "reveal"]);
    expect([...pair.a.attacks, ...pair.b.attacks]).toEqual([]);
  });

  describe("on another channel, when the first took some of it", () => {
    it.each(["reveal", "commit"] as const)("is made all the same: %s", async (first) => {
      let lost: string | undefined = first;
      let isLost = false;
      const pass = (message: SafetyMessage) => {
        isLost ||= message.kind === lost; // and all that comes after it
        return isLost ? [] : [message];
      };
      const pair = ends({ pass: (message) => (lost === undefined ? [message] : pass(message)) });
      open(pair);
      await settle();
      expect(pair.a.code).toBe(undefined);
      const before = pair.b.code;
      lost = undefined;
      open(pair);
      await eventually(() => expect([pair.a.code, pair.b.code]).not.toContain(undefined));
      expect(pair.a.code).toEqual(pair.b.code);
      if (before !== undefined) expect(pair.b.code).toEqual(before);
      await settle();
      expect([...pair.a.attacks, ...pair.b.attacks]).toEqual([]);
    });

    it.each([0, 1, 2, 3, 5, 8])("is made however soon that is there: %i turns", async (turns) => {
      const pair = ends();
      open(pair);
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      open(pair);
      await eventually(() => expect([pair.a.code, pair.b.code]).not.toContain(undefined));
      expect(pair.a.code).toEqual(pair.b.code);
      await settle();
      expect([...pair.a.attacks, ...pair.b.attacks]).toEqual([]);
    });

    it("is said again once, and no other one", async () => {
      const [pair, other] = [ends(), ends()];
      for (const one of [pair, other]) {
        open(one);
        await eventually(() => expect([one.a.code, one.b.code]).not.toContain(undefined));
        open(one);
      }
      for (const { b } of [pair, other]) b.exchange.close();
      const [commit, reveal] = pair.b.sent;
      if (commit === undefined || reveal === undefined) throw new Error("nothing was said");
      for (const word of [commit, reveal]) pair.a.exchange.receive(word);
      await settle();
      expect(pair.a.attacks).toEqual([]);
      pair.a.exchange.receive(reveal);
      other.a.exchange.receive({ ...commit, commitment: toBase64url(random(32)) } as SafetyMessage);
      await settle();
      expect([pair.a.attacks, other.a.attacks]).toEqual([["safety"], ["safety"]]);
    });
  });

  it("differs if one side sees another certificate than the other uses", async () => {
    const pair = ends({ otherCertificate: true });
    open(pair);
    await eventually(() => expect([pair.a.code, pair.b.code]).not.toContain(undefined));
    expect(pair.a.code).not.toEqual(pair.b.code);
  });

  const nonce = toBase64url(random(32));
  it.each<[string, (message: SafetyMessage) => SafetyMessage[], boolean]>([
    [
      "reveals before it commits",
      (m) => (m.kind === "commit" ? [{ kind: "reveal", nonce }, m] : [m]),
      false,
    ],
    ["commits twice", (m) => (m.kind === "commit" ? [m, m] : [m]), false],
    [
      "opens another commitment than its own",
      (m) => (m.kind === "reveal" ? [{ ...m, nonce }] : [m]),
      false,
    ],
    [
      "names an attempt that there was not",
      (m) => (m.kind === "commit" ? [{ ...m, attempt: unknown }] : [m]),
      false,
    ],
    ["reveals twice", (m) => (m.kind === "reveal" ? [m, m] : [m]), true],
  ])("is refused with an alarm if the peer %s", async (_, pass, hasCode) => {
    const pair = ends({ pass });
    open(pair);
    const outcome = () => [pair.a.attacks, pair.a.code !== undefined];
    await eventually(() => expect(outcome()).not.toEqual([[], false]));
    await settle();
    expect(outcome()).toEqual([["safety"], hasCode]);
    expect(pair.b.attacks).toEqual([]);
  });

  it("is refused if our own words are sent back to us", async () => {
    const { a } = ends();
    a.exchange.beginExchange();
    await eventually(() => expect(a.sent.length).toBe(1));
    for (const message of [...a.sent]) a.exchange.receive(message);
    await eventually(() => expect(a.sent.length).toBe(2));
    for (const message of a.sent.slice(1)) a.exchange.receive(message);
    await eventually(() => expect(a.attacks).toContain("safety"));
    expect(a.code).toBeUndefined();
  });

  it("is not revealed before the peer has committed", async () => {
    const { a } = ends();
    a.exchange.beginExchange();
    await eventually(() => expect(a.sent.length).toBeGreaterThan(0));
    await settle();
    expect(a.sent.map(({ kind }) => kind)).toEqual(["commit"]);
  });
});

describe("what a peer runs", () => {
  it.each([
    ["same", { client: "browser", build: "aa" }, "aa"],
    ["different", { client: "browser", build: "aa" }, "bb"],
    ["unknown", { client: "browser" }, "bb"],
    ["unknown", { client: "browser", build: "aa" }, undefined],
    ["unknown", { client: "browser", build: "" }, ""],
    ["native", { client: "native" }, "aa"],
    ["native", { client: "native", build: "aa" }, "aa"],
  ] as const)("is %s for %j beside %j", (expected, said, own) => {
    const program = new Program(own);
    expect(program.learn({ kind: "build", ...said })).toBe(true);
    expect(program.name).toBe(expected);
    expect(program.learn({ kind: "build", ...said })).toBe(false);
  });
});
