// What is let through of candidates, descriptions and relays; the native client's tests read the
// same fixtures.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isTurnUrl, mayServe } from "../net/address.ts";
import { CandidateGate, cleanCandidate, mostCandidates, mostUnrelayed } from "./candidate.ts";
import type { MediaKind } from "./lines.ts";
import { checkSections, cleanDescription, DescriptionError, fingerprintOf } from "./sdp.ts";

interface Fixtures {
  readonly candidates: readonly { name: string; text: string; clean: string | null }[];
  readonly descriptions: readonly {
    name: string;
    kind: string;
    sdp: string;
    clean: string | null;
  }[];
  readonly urls: readonly { url: string; server: string | null }[];
}

const text = readFileSync(new URL("../../testdata/negotiation.json", import.meta.url), "utf8");
const fixtures = JSON.parse(text) as Fixtures;

describe("a candidate", () => {
  it.each(fixtures.candidates)("is let through or not: $name", ({ text, clean }) => {
    expect(cleanCandidate(text) ?? null).toBe(clean);
  });
});

describe("a description", () => {
  const media: Record<string, MediaKind[]> = {
    video: ["audio", "video"],
    audio: ["audio"],
    chat: [],
  };
  it.each(fixtures.descriptions)("is let through or not: $name", ({ kind, sdp, clean }) => {
    const take = () => {
      const taken = cleanDescription(sdp);
      fingerprintOf(taken);
      checkSections(taken, media[kind] ?? []);
      return taken;
    };
    if (clean === null) expect(take).toThrow(DescriptionError);
    else expect(take()).toBe(clean);
  });
});

describe("a relay", () => {
  const servers = { public: "call.example", network: "192.168.1.5", machine: "localhost" };
  it.each(fixtures.urls)("is asked only where the server is itself: $url", ({ url, server }) => {
    expect(isTurnUrl(url)).toBe(server !== null);
    const names = Object.keys(servers);
    const nearest = server === null ? names.length : names.indexOf(server);
    expect(Object.values(servers).map((host) => mayServe(url, host))).toEqual(
      names.map((_, i) => i >= nearest),
    );
  });
  it("is on this machine for a server there, however that is written", () => {
    expect(["[::1]", "127.0.0.1"].map((server) => mayServe("turn:localhost", server))).toEqual([
      true,
      true,
    ]);
  });
});

describe("the candidates of one generation", () => {
  const candidate = (address: string, port: number) =>
    `candidate:1 1 udp 1 ${address} ${port} typ host`;
  const other = candidate("192.0.2.2", 1000);

  it("are so many", () => {
    const gate = new CandidateGate();
    const passed = (type = "host") =>
      Array.from({ length: 100 }, (_, i) =>
        gate.filterCandidate(candidate("192.0.2.1", 1000 + i).replace("host", type)),
      ).filter(Boolean).length;
    expect(passed()).toBe(mostUnrelayed);
    gate.beginGeneration("one");
    expect(passed()).toBe(mostUnrelayed);
    expect(passed("relay")).toBe(mostCandidates - mostUnrelayed);
    gate.beginGeneration("one"); // the same offer again
    expect(gate.filterCandidate(other)).toBeUndefined();
    gate.beginGeneration("two");
    expect(gate.filterCandidate(other)).toBe(other);
  });
  it("are known again once they are over: so many, and none with a name that nobody begins", () => {
    const gate = new CandidateGate();
    const names = ["x".repeat(257), ...Array.from({ length: 66 }, (_, i) => `name${i}`)];
    for (const name of names) gate.beginGeneration(name);
    expect(names.filter((name) => gate.isOver(name))).toEqual(names.slice(2, -1));
  });
  it("have an end", () => {
    expect(new CandidateGate().filterCandidate("")).toBe("");
  });
});
