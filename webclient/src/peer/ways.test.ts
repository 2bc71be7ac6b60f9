import { describe, expect, test } from "vitest";
import { type Answer, type Verdict, verdictOf, type WayTrial, waysTo } from "./ways.ts";

const at = "turn:call.example:443";
const usual = [
  `${at}?transport=udp`,
  `${at}?transport=tcp`,
  "turns:call.example:443?transport=tcp",
];

describe("the ways", () => {
  test("are what the relay's addresses say", () => {
    expect(waysTo(usual, "call.example")).toEqual([
      { transport: "udp", url: usual[0], host: "call.example", port: 443 },
      { transport: "tcp", url: usual[1], host: "call.example", port: 443 },
      { transport: "tls", url: usual[2], host: "call.example", port: 443 },
    ]);
  });

  test("have the ports and transports of the standard where none is written", () => {
    const short = ["turn:a.example", "turns:a.example", "turn:[2001:db8::1]:5000?transport=tcp"];
    expect(waysTo(short, "a.example").map(({ transport, host, port }) => [transport, host, port])) //
      .toEqual([
        ["udp", "a.example", 3478],
        ["tls", "a.example", 5349],
        ["tcp", "[2001:db8::1]", 5000],
      ]);
  });

  test("are two of a kind at most, and none that no browser takes", () => {
    const many = [1, 2, 3].flatMap((n) => usual.map((url) => url.replace("call", `call${n}`)));
    const ways = waysTo([...many, "turns:a.example?transport=udp"], "call.example");
    expect(ways.map(({ url }) => url)).toEqual(many.slice(0, 6));
  });

  test("prove nothing on a machine or in a network where the server is not", () => {
    const own = ["turn:127.0.0.1:1?transport=udp", "turn:192.168.0.1:1?transport=udp"];
    expect(waysTo(own, "call.example")).toEqual([]);
    expect(waysTo(own, "localhost")).toHaveLength(2);
    expect(waysTo(own, "192.168.0.9")).toHaveLength(1);
  });
});

const trial = (answer: Answer, n: number): WayTrial[] => {
  const [way] = waysTo(usual.slice(n, n + 1), "call.example");
  return way ? [{ way, answer }] : [];
};
/** One letter for each of UDP, TCP and TLS; "-" for no such way. */
const letters: Record<string, Answer> = {
  a: "answered",
  s: "silent",
  u: "unclear",
  w: "waiting",
};
const trials = (told: string) =>
  [...told].flatMap((letter, n) => {
    const answer = letters[letter];
    return answer ? trial(answer, n) : [];
  });

test.each<[string, Verdict]>([
  ["aaa", "good"],
  ["ass", "good"],
  ["aww", "good"],
  ["www", "checking"],
  ["saw", "checking"],
  ["waa", "checking"],
  ["saa", "stream"],
  ["ssa", "stream"],
  ["sas", "stream"],
  ["sa-", "stream"],
  ["uas", "some"],
  ["-as", "some"],
  ["sss", "blocked"],
  ["ss-", "blocked"],
  ["s--", "unclear"],
  ["-ss", "unclear"],
  ["ssu", "unclear"],
  ["uss", "unclear"],
  ["uuu", "unclear"],
  ["---", "unclear"],
])("of %s it is said: %s", (told, verdict) => {
  expect(verdictOf({ answer: "answered" }, trials(told))).toBe(verdict);
});

test("UDP counts once to one relay, and as blocked only to all", () => {
  const server = { answer: "answered" } as const;
  expect(verdictOf(server, [...trials("s"), ...trials("a"), ...trials("-s")])).toBe("good");
  expect(verdictOf(server, [...trials("s"), ...trials("u"), ...trials("-a")])).toBe("some");
});

test("without the server nothing is said about calls", () => {
  expect(verdictOf({ answer: "silent" }, [])).toBe("no-server");
  expect(verdictOf({ answer: "waiting" }, [])).toBe("checking");
});
