import { describe, expect, it, vi } from "vitest";
import type { ServerMessage, SignedRoster } from "../../net/protocol.ts";
import { answerMs, Proposal } from "./proposal.ts";

const people = (host: string, ...sids: string[]) =>
  sids.map((sid) => ({ sid, key: sid, role: sid === host ? "host" : "guest" }) as const);
const list = (epoch: number, host: string): SignedRoster => {
  return { epoch, members: people(host, "weber", "anna"), signature: "" };
};
const roster = (epoch: number, host: string): ServerMessage => {
  return { kind: "roster", ...list(epoch, host) };
};
const welcome = (role: "host" | "guest"): ServerMessage => {
  return { kind: "welcome", sid: "weber", role, seats: 4 };
};
const error = (code: string, sid?: string): ServerMessage => {
  return { kind: "error", code, message: "", ...(sid && { sid }) };
};

/** What is known of a list of epoch 7, while the newest that was signed is of this epoch. */
async function stateAfter(newest: number, ...messages: ServerMessage[]): Promise<string> {
  const proposal = new Proposal(list(7, "anna"), "weber", "anna");
  for (const message of messages) proposal.hear(message, newest);
  const outcome = await Promise.race([proposal.outcome, "open"]);
  if (outcome === false) return "void";
  return proposal.isTaken ? "taken" : String(outcome);
}

describe("a list that hands over", () => {
  it("waits for a word of the server that is about it", async () => {
    const about = error("unknown-peer", "anna");
    for (const [message, outcome] of [
      [roster(7, "anna"), "taken"],
      [roster(8, "anna"), "taken"], // by her
      [welcome("guest"), "taken"],
      [welcome("host"), "void"],
      [about, "void"],
      [error("stale-epoch"), "void"],
      [error("unknown-peer"), "open"], // about a frame
      [roster(6, "weber"), "open"], // the one before
      [{ kind: "pong" }, "open"],
    ] as const)
      expect([message, await stateAfter(6, message)]).toEqual([message, outcome]);
    // A server that was restarted has not heard of it.
    expect(await stateAfter(6, roster(7, "anna"), welcome("host"))).toBe("void");
  });

  it("says nothing after a newer list was signed, but by that", async () => {
    for (const [messages, outcome] of [
      [[roster(7, "anna")], "open"],
      [[welcome("guest")], "open"],
      [[error("stale-epoch")], "open"],
      [[roster(7, "anna"), roster(8, "weber")], "void"],
      [[roster(7, "anna"), roster(8, "anna")], "taken"], // hers came before
      [[roster(8, "anna"), roster(9, "weber")], "void"],
      [[welcome("host")], "void"],
    ] as const)
      expect([messages, await stateAfter(8, ...messages)]).toEqual([messages, outcome]);
  });

  it("takes one error for the answer, and leaves the others", () => {
    const about = error("unknown-peer", "anna");
    const refused = new Proposal(list(7, "anna"), "weber", "anna");
    expect([refused.hear(about, 8), refused.hear(about, 8)]).toEqual([true, false]);
    const taken = new Proposal(list(7, "anna"), "weber", "anna");
    taken.hear(roster(7, "anna"), 8);
    expect(taken.hear(about, 8)).toBe(false);
  });

  it("is not waited for without end", async () => {
    vi.useFakeTimers();
    const { answered } = new Proposal(list(7, "anna"), "weber", "anna");
    let isOver = false;
    void answered.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(answerMs - 1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
    vi.useRealTimers();
  });

  it("is undone until somebody else is the host", () => {
    const proposal = new Proposal(list(7, "anna"), "weber", "anna");
    const moved = people("anna", "weber", "anna", "ben");
    expect(proposal.undo(moved)).toEqual(people("weber", "weber", "anna", "ben"));
    expect(proposal.undo(people("again", "again", "anna"))).toEqual(
      people("again", "again", "anna"),
    );
    proposal.complete();
    proposal.abandon(); // too late
    expect(proposal.undo(moved)).toBe(moved);
  });
});
