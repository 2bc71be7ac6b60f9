import { describe, expect, it } from "vitest";
import type { Bytes } from "../../crypto/bytes.ts";
import { ProtocolError } from "../../net/protocol.ts";
import type { Part, PartContext } from "./part.ts";
import { Together } from "./together.ts";

const context: PartContext = {
  sid: "us",
  name: () => "Us",
  nameOf: (sid) => sid,
  members: () => ["anna", "ben"],
  roster: () => undefined,
  isHost: () => false,
  isHostSelf: () => false,
  send: () => true,
  broadcast: () => {},
};

const text = (what: string): Bytes => new TextEncoder().encode(what);
const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Two parts, of which the first notes what it is told, and comes when `arrive` is called. */
function open() {
  const told: string[] = [];
  const refused: string[] = [];
  const calls = { loads: 0 };
  let settleLoad = (_made: boolean) => {};
  const part: Part = {
    receive: (sid, kind, payload) => {
      const said = new TextDecoder().decode(payload);
      if (said === "!") throw new ProtocolError("bad-message", "a test");
      told.push(`${sid} ${kind.toString(16)} ${said}`);
    },
    peerReady: (sid) => told.push(`${sid} ready`),
    peerGone: (sid) => told.push(`${sid} gone`),
    stop: (forget) => told.push(forget ? "forget" : "stop"),
  };
  const load = () => {
    calls.loads++;
    return new Promise<() => Part>((resolve, reject) => {
      settleLoad = (made) => (made ? resolve(() => part) : reject(new Error("away")));
    });
  };
  const registry = {
    notes: { first: 0x20, load },
    other: { first: 0x40, load: async () => () => part },
  };
  const together = new Together(registry, context, (sid, code) => refused.push(`${sid} ${code}`));
  const state = (name: string) => together.parts.value.get(name)?.at;
  const arrive = async (made = true) => {
    settleLoad(made);
    await settle();
  };
  return { together, told, refused, calls, state, arrive };
}

describe("a part", () => {
  it("is loaded with the first word of somebody, and gets all in order", async () => {
    const { together, told, calls, state, arrive } = open();
    together.peerReady("anna");
    together.peerReady("ben");
    expect([calls.loads, state("notes")]).toEqual([0, undefined]);
    together.receive("anna", 0x20, text("a"));
    together.receive("ben", 0x2f, text("b"));
    expect([calls.loads, state("notes")]).toEqual([1, "loading"]);
    await arrive();
    together.receive("anna", 0x21, text("c"));
    expect(told).toEqual(["anna ready", "ben ready", "anna 20 a", "ben 2f b", "anna 21 c"]);
    expect([state("notes"), state("other")]).toEqual(["there", undefined]);
  });

  it("is loaded when the person uses it, once", async () => {
    const { together, told, calls, arrive } = open();
    together.use("notes");
    together.use("notes");
    await arrive();
    together.use("notes");
    expect(calls.loads).toBe(1);
    together.peerReady("anna");
    together.peerReady("anna"); // another connection
    expect(told).toEqual(["anna ready", "anna ready"]);
  });

  it("that does not arrive says so, and can be tried again", async () => {
    const { together, told, calls, state, arrive } = open();
    together.peerReady("anna");
    together.receive("anna", 0x20, text("a"));
    await arrive(false);
    expect(state("notes")).toBe("failed");
    together.receive("anna", 0x20, text("b")); // not at each word
    expect([calls.loads, state("notes")]).toEqual([1, "failed"]);
    together.use("notes");
    await arrive();
    expect([calls.loads, state("notes")]).toEqual([2, "there"]);
    expect(told).toEqual(["anna ready", "anna 20 b"]);
  });

  it("is kept a bounded part of what comes meanwhile, of each", async () => {
    const { together, told, arrive } = open();
    for (const sid of ["anna", "ben"]) {
      together.peerReady(sid);
      for (let i = 0; i < 2000; i++) together.receive(sid, 0x20, text("x"));
      for (let i = 0; i < 40; i++) together.receive(sid, 0x21, new Uint8Array(16_000));
    }
    await arrive();
    const of = (sid: string) => told.filter((word) => word.startsWith(`${sid} 2`)).length;
    expect([of("anna"), of("ben")]).toEqual([1024, 1024]);
  });

  it("hears of who has gone, and nothing more from them", async () => {
    const { together, told, arrive } = open();
    for (const sid of ["anna", "ben"]) together.peerReady(sid);
    together.receive("anna", 0x20, text("a"));
    together.receive("ben", 0x20, text("b"));
    together.keepOnly((sid) => sid === "anna");
    await arrive();
    together.receive("ben", 0x20, text("late"));
    together.keepOnly(() => false);
    expect(told).toEqual(["anna ready", "anna 20 a", "anna gone"]);
  });

  it("has whoever breaks its rules cut off", async () => {
    const { together, refused, arrive } = open();
    together.peerReady("anna");
    together.receive("anna", 0x20, text("!"));
    await arrive();
    together.receive("anna", 0x20, text("!"));
    expect(refused).toEqual(["anna bad-message", "anna bad-message"]);
  });

  it("is over with the call, whatever is under way", async () => {
    const { together, told, state, arrive } = open();
    together.peerReady("anna");
    together.use("other");
    together.receive("anna", 0x20, text("a"));
    await settle();
    together.stop(true);
    await arrive();
    together.receive("anna", 0x40, text("b"));
    expect(told).toEqual(["anna ready", "forget"]);
    expect([state("notes"), state("other")]).toEqual([undefined, undefined]);
  });
});

it("skips kinds of parts that are not here", () => {
  const { together, told, refused } = open();
  together.peerReady("anna");
  together.receive("anna", 0x30, text("a"));
  expect([told, refused]).toEqual([[], []]);
});
