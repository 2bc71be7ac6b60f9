import { beforeEach, describe, expect, it, vi } from "vitest";
import { random, toBase64url } from "../../crypto/bytes.ts";
import { newRoom } from "../../crypto/link.ts";
import type { HostingMessage } from "../../net/participation.ts";
import { answerMs } from "../admission/proposal.ts";
import type { Peer } from "../model.ts";
import { type HostKeys, openRoomKeys, type RoomKeys } from "../roomkeys.ts";
import { CallState } from "../state.ts";
import { HandingOver, openMs } from "./hosting.ts";

const peer = (sid: string, name: string) => ({ sid, name }) as Peer;

/** Somebody in the call, and what they say. */
class Side {
  readonly state = new CallState();
  readonly said: string[] = [];
  readonly keys: RoomKeys;
  held: HostKeys | undefined;
  /** Says what the server makes of a hand-over. */
  answer: (isMoved: boolean) => void = () => {};
  signed: string[] = [];
  readonly hosting: HandingOver;

  constructor(keys: RoomKeys, hostKey: string, hosts: readonly string[]) {
    this.keys = keys;
    const handOver = (sid: string) => {
      this.signed.push(sid);
      return new Promise<boolean>((answer) => {
        this.answer = answer;
      });
    };
    this.hosting = new HandingOver(this.state, () => ({
      keys,
      hostKey,
      mesh: {
        sendDirect: (sid, message) => {
          const word = message.kind === "host-key" ? "key" : "step" in message && message.step;
          this.said.push(`${word} to ${sid}`);
        },
        nameOf: (sid) => (sid === "host" ? "Ms Weber" : "Anna"),
        isHost: (sid) => hosts.includes(sid),
      },
      host: keys.host && { list: { handOver } },
      roles: {
        holdKeys: (held) => {
          this.held = held;
        },
      },
    }));
  }

  says(sid: string, step: "offer" | "withdraw" | "yes" | "no" | "held"): Promise<void> {
    return this.hosting.receive(sid, { kind: "hosting", step });
  }
}

let host: Side;
let guest: Side;
let key: Extract<HostingMessage, { kind: "host-key" }>;

beforeEach(async () => {
  vi.useFakeTimers();
  const keys = await openRoomKeys(await newRoom("chat"));
  const { host: hostKeys, ...shared } = keys;
  if (hostKeys === undefined) throw new Error("no host");
  host = new Side(keys, hostKeys.key.publicKey, []);
  host.state.showPeers([peer("anna", "Anna"), peer("ben", "Ben")]);
  guest = new Side(shared, hostKeys.key.publicKey, ["host"]);
  guest.state.showPeers([peer("host", "Ms Weber"), peer("ben", "Ben")]);
  key = { kind: "host-key", seed: toBase64url(hostKeys.seed) };
  return () => vi.useRealTimers();
});

describe("the host", () => {
  const step = () => host.hosting.handover.value?.step;

  it("gives the key after a yes, and signs after it is held", async () => {
    host.hosting.offer("anna");
    expect(step()).toBe("asked");
    await host.says("ben", "yes"); // was not asked
    await host.says("anna", "held"); // has nothing yet
    expect(host.signed).toEqual([]);
    await host.says("anna", "yes");
    await host.says("anna", "yes"); // once
    expect(step()).toBe("moving");
    await host.says("anna", "held");
    await host.says("anna", "held"); // once
    expect(host.signed).toEqual(["anna"]);
    expect(host.said.filter((word) => word.startsWith("key"))).toEqual(["key to anna"]);
    host.hosting.noteMoved({ to: "from-us", name: "Anna" });
    expect([step(), host.hosting.moved.value?.name]).toEqual([undefined, "Anna"]);
  });

  it("asks one at a time, and a minute long", async () => {
    host.hosting.offer("anna");
    host.hosting.offer("ben");
    expect(host.said).toEqual(["offer to anna"]);
    vi.advanceTimersByTime(openMs);
    expect([step(), host.said.at(-1)]).toEqual(["unanswered", "withdraw to anna"]);
    await host.says("anna", "yes"); // too late
    expect([step(), host.said.at(-1)]).toEqual(["unanswered", "withdraw to anna"]);
    host.hosting.offer("ben");
    expect(step()).toBe("asked");
    host.hosting.withdraw();
    expect([step(), host.said.at(-1)]).toEqual([undefined, "withdraw to ben"]);
  });

  it("stays the host after a no, a departure, or where the server does not take it", async () => {
    host.hosting.offer("anna");
    await host.says("anna", "no");
    expect(step()).toBe("declined");
    host.hosting.dismiss();
    host.hosting.offer("anna");
    host.state.showPeers([peer("ben", "Ben")]);
    expect(step()).toBe("unanswered");
    host.hosting.offer("ben");
    await host.says("ben", "yes");
    await host.says("ben", "held");
    host.answer(false);
    await vi.waitFor(() => expect(step()).toBe("failed"));
    expect(host.said.at(-1)).toBe("withdraw to ben");
  });

  it("says that it is the host only when that is known", async () => {
    host.hosting.offer("anna");
    await host.says("anna", "yes");
    await host.says("anna", "held");
    vi.advanceTimersByTime(answerMs - 1);
    expect(step()).toBe("moving");
    vi.advanceTimersByTime(1);
    host.state.showPeers([peer("ben", "Ben")]); // she is gone, the list is out
    expect(step()).toBe("unclear");
    for (const ask of [() => host.hosting.withdraw(), () => host.hosting.dismiss()]) {
      ask();
      host.hosting.offer("ben");
      vi.advanceTimersByTime(openMs * 10);
      expect([step(), host.hosting.handover.value?.sid]).toEqual(["unclear", "anna"]);
    }
    host.answer(false);
    await vi.waitFor(() => expect(step()).toBe("failed"));
  });

  it("is the only one who asks", () => {
    guest.hosting.offer("ben");
    expect([guest.said, guest.hosting.handover.value]).toEqual([[], undefined]);
  });
});

describe("a guest", () => {
  it("is asked by the host alone, and holds the key after a yes", async () => {
    await guest.says("ben", "offer");
    expect(guest.hosting.asked.value).toBeUndefined();
    await guest.says("host", "offer");
    expect(guest.hosting.asked.value).toBe("Ms Weber");
    await guest.hosting.receive("host", key); // nobody has said yes
    expect(guest.held).toBeUndefined();
    guest.hosting.answer(true);
    await guest.hosting.receive("ben", key);
    expect(guest.held).toBeUndefined();
    await guest.hosting.receive("host", key);
    expect(guest.held?.seed).toBeDefined();
    expect(guest.said).toEqual(["yes to host", "held to host"]);
    vi.advanceTimersByTime(openMs * 10); // the list may come late
    expect(guest.held).toBeDefined();
    await guest.says("host", "withdraw"); // but it may come all the same
    expect(guest.held).toBeDefined();
  });

  it("takes no key but the one that the host has proved", async () => {
    await guest.says("host", "offer");
    guest.hosting.answer(true);
    await guest.hosting.receive("host", { kind: "host-key", seed: toBase64url(random(32)) });
    expect([guest.held, guest.said]).toEqual([undefined, ["yes to host"]]);
  });

  it("is asked no longer when it has said no, or the host is silent or gone", async () => {
    await guest.says("host", "offer");
    guest.hosting.answer(false);
    await guest.hosting.receive("host", key);
    expect([guest.said, guest.held]).toEqual([["no to host"], undefined]);
    await guest.says("host", "offer");
    vi.advanceTimersByTime(openMs * 1.25);
    expect(guest.hosting.asked.value).toBeUndefined();
    await guest.says("host", "offer");
    guest.state.showPeers([]);
    expect(guest.hosting.asked.value).toBeUndefined();
  });
});
