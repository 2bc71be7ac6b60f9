import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bytes, concat, fromBase64url } from "../../../crypto/bytes.ts";
import { Random } from "../../../crypto/testing/random.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import type { Part, PartContext } from "../part.ts";
import { madePicture } from "../testing/madepicture.ts";
import { SlowRoom } from "../testing/slowroom.ts";
import { mostBytes, nameOfPicture, pictureName, pieceLength } from "./name.ts";
import { Pictures } from "./pictures.ts";

/** Nothing but pictures. */
class Gallery implements Part {
  readonly pictures: Pictures;
  constructor(context: PartContext) {
    this.pictures = new Pictures({ context, first: 0x60 });
  }
  receive(sid: string, kind: number, payload: Bytes): void {
    if (!this.pictures.receive(sid, kind, payload)) throw new ProtocolError("unknown-kind", "");
  }
  peerReady(sid: string): void {
    this.pictures.peerReady(sid);
  }
  peerGone(sid: string): void {
    this.pictures.peerGone(sid);
  }
  stop(): void {
    this.pictures.stop();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const random = new Random(3);
const large = madePicture(random, mostBytes);
const small = madePicture(random, 20_000);
const roomOf = (seed = 1) =>
  new SlowRoom<Gallery>(new Random(seed), (context) => new Gallery(context));

describe("a picture", () => {
  it("comes whole to who wants it, and only to them", async () => {
    const room = roomOf();
    const [anna, ben, cem] = [room.join(), room.join(), room.join()];
    const name = anna.part.pictures.addPicture(large);
    ben.part.pictures.want(name, anna.sid, false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ben.part.pictures.held.value.get(name)?.bytes).toEqual(large);
    expect(ben.part.pictures.held.value.get(name)).toMatchObject({ width: 1280, height: 720 });
    expect(cem.part.pictures.held.value.size).toBe(0);
    expect(room.refused).toEqual([]);
  });

  it("that is urgent overtakes another", async () => {
    const room = roomOf();
    const [anna, ben] = [room.join(), room.join()];
    const first = anna.part.pictures.addPicture(large);
    const second = anna.part.pictures.addPicture(small);
    ben.part.pictures.want(first, anna.sid, false);
    await vi.advanceTimersByTimeAsync(300);
    ben.part.pictures.want(second, anna.sid, true);
    await vi.advanceTimersByTimeAsync(700);
    const { held } = ben.part.pictures;
    expect([held.value.has(first), held.value.has(second)]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(held.value.has(first)).toBe(true);
  });

  it("comes from another when who had it leaves, or is silent", async () => {
    const room = roomOf();
    const [anna, ben, cem, dan] = [room.join(), room.join(), room.join(), room.join()];
    const name = anna.part.pictures.addPicture(large);
    ben.part.pictures.want(name, anna.sid, false);
    await vi.advanceTimersByTimeAsync(10_000);
    cem.part.pictures.want(name, dan.sid, false); // who never has it
    dan.part.pictures.want(name, anna.sid, false);
    await vi.advanceTimersByTimeAsync(500);
    room.leave(anna);
    await vi.advanceTimersByTimeAsync(90_000);
    for (const { part } of [cem, dan]) expect(part.pictures.held.value.has(name)).toBe(true);
    expect(room.refused).toEqual([]);
  });

  it("goes on after a connection was lost, however often", async () => {
    const losses = new Random(17);
    for (let run = 0; run < 20; run++) {
      const room = roomOf(run);
      const [anna, ben] = [room.join(), room.join()];
      const name = anna.part.pictures.addPicture(large);
      ben.part.pictures.want(name, anna.sid, false);
      for (let n = 0; n < 5; n++) {
        await vi.advanceTimersByTimeAsync(losses.integerBelow(900));
        room.disconnect(anna.sid, ben.sid);
        await vi.advanceTimersByTimeAsync(losses.integerBelow(20_000));
        room.reconnect(anna.sid, ben.sid);
      }
      await vi.advanceTimersByTimeAsync(40_000);
      expect(ben.part.pictures.held.value.has(name)).toBe(true);
      expect(room.refused).toEqual([]);
      for (const { part } of room.people) part.stop();
    }
  });

  it("never has more than two pieces under way", () => {
    const sent: number[] = [];
    const send = (_: string, kind: number) => sent.push(kind) > 0;
    const context = { members: () => ["ben"], send } as unknown as PartContext;
    const pictures = new Pictures({ context, first: 0x60 });
    for (const bytes of [large, small]) pictures.want(nameOfPicture(bytes), "ben", true);
    expect(sent).toEqual([0x64, 0x64]);
    pictures.stop();
  });
});

describe("who breaks a rule is cut off", () => {
  const head = (name: string, index: number) => concat(fromBase64url(name), Uint8Array.of(index));
  const name = nameOfPicture(large);

  function asked() {
    const room = roomOf();
    const [anna, mallory] = [room.join(), room.join()];
    anna.part.pictures.want(name, mallory.sid, true);
    const send = (kind: number, payload: Bytes) => anna.part.receive(mallory.sid, kind, payload);
    return { anna, send };
  }

  it.each<[string, number, Bytes]>([
    [
      "a picture of which there was no word",
      0x65,
      concat(head(nameOfPicture(small), 0), small.slice(0, pieceLength)),
    ],
    ["a piece that is not its turn", 0x65, concat(head(name, 9), large.slice(0, pieceLength))],
    ["a piece too long", 0x65, concat(head(name, 0), large.slice(0, pieceLength + 1))],
    ["a piece too short", 0x65, concat(head(name, 0), large.slice(0, 100))],
    ["no piece", 0x65, head(name, 0)],
    ["an ask too long", 0x64, concat(head(name, 0), Uint8Array.of(0))],
    ["an ask too short", 0x64, fromBase64url(name)],
  ])("for %s", (_, kind, payload) => {
    const { anna, send } = asked();
    expect(() => send(kind, payload)).toThrow("bad-message");
    expect(anna.part.pictures.held.value.size).toBe(0);
    anna.part.stop();
  });

  it("for the same piece twice, and for an ask beyond the end", () => {
    const { anna, send } = asked();
    const piece = concat(head(name, 0), large.slice(0, pieceLength));
    send(0x65, piece);
    expect(() => send(0x65, piece)).toThrow("nobody asked");
    anna.part.pictures.addPicture(small);
    expect(() => send(0x64, head(nameOfPicture(small), 2))).toThrow("beyond the end");
    anna.part.stop();
  });

  it.each<[string, (bytes: Bytes) => Bytes]>([
    ["another picture", (bytes) => new Random(1).flipped(bytes)],
    ["what is no picture", (bytes) => bytes.map((byte) => byte ^ 1)],
  ])("for %s under its name", (_, change) => {
    const { anna, send } = asked();
    const other = change(large);
    const give = () => {
      for (let at = 0; at < 16; at++)
        send(0x65, concat(head(name, at), other.slice(at * pieceLength, (at + 1) * pieceLength)));
    };
    expect(give).toThrow("not that picture");
    expect(anna.part.pictures.held.value.size).toBe(0);
    anna.part.stop();
  });

  it("for a picture that is what it is called, and not to be drawn", () => {
    const room = roomOf();
    const [anna, mallory] = [room.join(), room.join()];
    const bomb = madePicture(random, 500, 60_000, 60_000);
    anna.part.pictures.want(nameOfPicture(bomb), mallory.sid, true);
    const piece = concat(head(nameOfPicture(bomb), 0), bomb);
    expect(() => anna.part.receive(mallory.sid, 0x65, piece)).toThrow("none to be drawn");
    expect(() => anna.part.pictures.addPicture(bomb)).toThrow(RangeError);
  });

  it("and random bytes do nothing else", () => {
    const { anna, send } = asked();
    const bytes = new Random(23);
    for (let n = 0; n < 5_000; n++) {
      const payload = bytes.randomBytes(bytes.integerBelow(40));
      try {
        send(bytes.pickFrom([0x64, 0x65]), payload);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }
    expect(anna.part.pictures.held.value.size).toBe(0);
    anna.part.stop();
  });
});

it("has a name that says how long it is", () => {
  const withLength = (length: number) => {
    const bytes = fromBase64url(nameOfPicture(small));
    new DataView(bytes.buffer).setUint32(0, length);
    return btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .slice(0, 27);
  };
  expect(pictureName(nameOfPicture(large), "")).toBe(nameOfPicture(large));
  for (const name of [withLength(0), withLength(mostBytes + 1), "", 7, "x".repeat(27)])
    expect(() => pictureName(name, "")).toThrow("bad-message");
});
