// Two pairs, what they say through the server, and two peer connections without a network.
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Person } from "../src/call/mesh/person.ts";
import { random, toBase64url } from "../src/crypto/bytes.ts";
import { generateKey } from "../src/crypto/ed25519.ts";
import { eventually } from "../src/crypto/testing/eventually.ts";
import type { PairMessage } from "../src/net/protocol.ts";
import { makeCertificate } from "../src/peer/certificate.ts";
import { FileLine } from "../src/peer/fileline.ts";
import { Pair } from "../src/peer/pair.ts";
import { fingerprintOfCertificate } from "../src/peer/sdp.ts";
import { SealedPath } from "../src/peer/sealed.ts";
import type { FakeChannel } from "../src/peer/testing/rtc/channel.ts";
import { FakePeerConnection } from "../src/peer/testing/rtc/peerconnection.ts";
import { installBrowser } from "./browser.ts";
import { aPage, onPage } from "./page.ts";

interface Side {
  person: Person;
  pair: Pair;
  pc: FakePeerConnection;
  /** The text channel of its connection: what is said on it is said by no rule of ours. */
  channel: FakeChannel;
  /** How often it has spoken through the server. */
  frames: number;
  open: boolean;
  got: PairMessage[];
  attacks: string[];
}

const config = { iceServers: [], relayOnly: false, tracks: { audio: null, video: null } };
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
const chat = (text: string): PairMessage => ({ kind: "chat", text });

let a: Side;
let b: Side;

async function meet(): Promise<void> {
  const ends = { psk: random(32), room: toBase64url(random(16)) };
  const [sidA, sidB] = [toBase64url(random(8)), toBase64url(random(8))];
  const make = async (
    self: string,
    peer: string,
    later: boolean,
    other: () => Side,
  ): Promise<Side> => {
    const side = { frames: 0, open: false, got: [], attacks: [] } as unknown as Side;
    const [key, certificate] = [await generateKey(), await makeCertificate()];
    const create = vi.spyOn(FakePeerConnection.prototype, "createDataChannel");
    side.person = onPage(aPage(), () => {
      const person = new Person(peer, false, {
        channelIds: { ...ends, self, peer },
        isInitiator: later,
        key,
        expected: () => ({}),
        send: (body) => {
          side.frames++;
          setImmediate(() => other().person.receiveFrame(body));
        },
        ...{ audio: false, video: false, certificate, build: undefined },
        onEvent: (event) => {
          if (event.kind === "channel-open") side.open = true;
          if (event.kind === "message") side.got.push(event.message);
          if (event.kind === "attack") side.attacks.push(event.reason);
        },
      });
      person.makePair(Pair, new FileLine());
      return person;
    });
    side.pair = side.person.pair as Pair;
    side.pc = create.mock.contexts[0] as FakePeerConnection;
    side.channel = create.mock.results[0]?.value;
    create.mockRestore();
    return side;
  };
  a = await make(sidA, sidB, true, () => b);
  b = await make(sidB, sidA, false, () => a);
}

async function connect(): Promise<void> {
  for (const { pair } of [a, b]) pair.start(config);
  a.person.connect();
  await eventually(() => expect([a.open, b.open]).toEqual([true, true]));
}

beforeAll(installBrowser);
beforeEach(meet);

describe("once there has been a data channel", () => {
  it("nothing but negotiation goes through the server, also when the channel is closed", async () => {
    await connect();
    a.pair.send(chat("directly"));
    await eventually(() => expect(b.got).toEqual([chat("directly")]));
    const before = a.frames;
    a.channel.lose();
    for (const message of [
      chat("never"),
      { kind: "bye" },
      { kind: "hello", name: "Anna" },
    ] as PairMessage[]) {
      a.pair.send(message);
    }
    await settle();
    expect(a.frames).toBe(before);
  });

  it("a flood is counted in bytes", async () => {
    await connect();
    for (let n = 0; n < 50; n++) a.channel.send(JSON.stringify(chat("€".repeat(4000))));
    await settle();
    expect(b.attacks).toEqual(["too much"]);
    expect(b.got.length).toBeLessThan(40);
  });

  it("what is too much is not even read", async () => {
    await connect();
    a.channel.send("x".repeat(600_000));
    await settle();
    expect(b.attacks).toEqual(["too much"]);
  });

  it("a peer who says twice what it runs is cut off", async () => {
    await connect();
    a.channel.send(JSON.stringify({ kind: "build", client: "browser" }));
    await settle();
    expect(b.attacks).toEqual(["bad-message"]);
  });

  it("who answers asks for a restart, and is followed once a second", async () => {
    await connect();
    const restart = vi.spyOn(a.pc, "restartIce");
    for (let n = 0; n < 20; n++) b.pair.restart();
    await settle();
    expect(restart.mock.calls.length).toBe(1);
    expect([...a.attacks, ...b.attacks]).toEqual([]);
    a.channel.send(JSON.stringify({ kind: "restart" }));
    await settle();
    expect(b.attacks).toEqual(["it is for the peer to restart"]);
  });

  it("who hears nothing any more of a steady peer asks for another way, through the server too", async () => {
    await connect();
    let [heard, speaks] = [0, true];
    b.pc.getStats = async () => {
      if (speaks) heard += 25;
      return new Map([["in", { type: "inbound-rtp", packetsReceived: heard }]]);
    };
    const restart = vi.spyOn(a.pc, "restartIce");
    await eventually(() => expect(heard).toBeGreaterThan(125));
    expect(restart).not.toHaveBeenCalled();
    const before = b.frames;
    speaks = false;
    await eventually(() => expect(restart).toHaveBeenCalled());
    expect(b.frames).toBeGreaterThan(before);
    expect([...a.attacks, ...b.attacks]).toEqual([]);
  }, 60_000); // five seconds are its periods

  it("a peer who opens another channel is cut off", async () => {
    await connect();
    b.pc.dispatchEvent(new Event("datachannel"));
    expect(b.attacks).toEqual(["another data channel"]);
    expect(b.pc.signalingState).toBe("closed");
  });
});

describe("where DTLS has failed, which no other way of ICE mends", () => {
  const fail = (side: Side) => {
    Object.assign(side.pc, { connectionState: "failed", iceConnectionState: "connected" });
    side.pc.dispatchEvent(new Event("connectionstatechange"));
  };
  it.each(["who offers", "who answers"])(
    "%s takes another connection, and so does the other",
    async (who) => {
      await connect();
      await eventually(() =>
        expect([a, b].map(({ pair }) => pair.safety)).not.toContain(undefined),
      );
      const before = a.pair.safety;
      for (const side of [a, b]) side.open = false;
      fail(who === "who offers" ? a : b);
      await eventually(() => expect([a.open, b.open]).toEqual([true, true]));
      for (const { pair, pc } of [a, b]) {
        expect(pc.signalingState).toBe("closed");
        expect([pair.safety, pair.state]).toEqual([before, "connected"]);
      }
      a.pair.send(chat("and back"));
      b.pair.send(chat("to both"));
      await eventually(() =>
        expect([b.got, a.got]).toEqual([[chat("and back")], [chat("to both")]]),
      );
      expect([...a.attacks, ...b.attacks]).toEqual([]);
    },
  );

  it("a peer that shows another certificate on another connection is cut off", async () => {
    await connect();
    const other = await makeCertificate();
    const made = vi.spyOn(FakePeerConnection.prototype, "createDataChannel");
    fail(a);
    await eventually(() => expect(made).toHaveBeenCalled());
    const pc = made.mock.contexts[0] as FakePeerConnection;
    made.mockRestore();
    const [own, theirs] = [a.pc, other].map((one) =>
      "getConfiguration" in one
        ? (one.getConfiguration().certificates?.[0] as RTCCertificate)
        : one,
    );
    const hex = (certificate: RTCCertificate | undefined) =>
      certificate?.getFingerprints?.()[0]?.value?.toUpperCase() ?? "";
    const describe = Object.getOwnPropertyDescriptor(
      FakePeerConnection.prototype,
      "localDescription",
    );
    vi.spyOn(pc, "localDescription", "get").mockImplementation(() => {
      const said = describe?.get?.call(pc) as RTCSessionDescription | null;
      return said && { ...said, sdp: said.sdp.replaceAll(hex(own), hex(theirs)) };
    });
    await eventually(() => expect(b.attacks).toEqual(["the fingerprint changed"]));
  });

  it("does so only so often", async () => {
    await connect();
    const made = vi.spyOn(FakePeerConnection.prototype, "createDataChannel");
    for (let n = 0; n < 12; n++) {
      fail({ ...a, pc: (made.mock.contexts.at(-1) as FakePeerConnection | undefined) ?? a.pc });
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    expect(made.mock.calls.length / 2).toBeLessThanOrEqual(12);
    made.mockRestore();
  });
});

it("a connection with another certificate than the announced one is cut off", async () => {
  const middle = { transport: { getRemoteCertificates: () => [new ArrayBuffer(64)] } };
  const shown = vi.spyOn(FakePeerConnection.prototype, "sctp", "get").mockReturnValue(middle);
  await connect();
  for (let n = 0; n < 20; n++) await fingerprintOfCertificate(new ArrayBuffer(64)); // as the two pairs do
  expect([...a.attacks, ...b.attacks]).toContain(
    "the connection's certificate is not the announced one",
  );
  shown.mockRestore();
});

it("whoever hides its address uses the relay and nothing else, also with new credentials", () => {
  const policy = () => a.pc.getConfiguration().iceTransportPolicy;
  a.pair.start({ ...config, relayOnly: true });
  expect(policy()).toBe("relay");
  a.pair.configure([], true);
  expect(policy()).toBe("relay");
});

it("somebody who is not admitted has nothing to negotiate", async () => {
  a.pair.start(config); // as who is admitted does
  a.person.connect();
  await eventually(() => expect(a.pc.localDescription).not.toBeNull());
  await settle();
  a.pair.send({ kind: "hello", name: "Mallory" });
  await eventually(() => expect(b.got.length).toBe(1)); // and before it came the offer
  await settle();
  expect(b.pc.remoteDescription).toBeNull();
});

it("what belongs to a data channel alone is a violation through the server", async () => {
  const say = vi.spyOn(SealedPath.prototype, "send");
  a.pair.send({ kind: "hello", name: "Mallory" });
  const [path] = say.mock.contexts as SealedPath[];
  path?.send({ kind: "accept", id: 1 });
  await eventually(() => expect(b.got.length + b.attacks.length).toBe(2));
  expect(b.attacks).toEqual(["bad-message"]);
  say.mockRestore();
});
