import { expect, test } from "vitest";
import { RelayWatch } from "./unrelayed.ts";

/** What a browser's connection tells while it gathers. */
class Gathering extends EventTarget {
  iceGatheringState: RTCIceGatheringState = "new";
  readonly watch = new RelayWatch(this as unknown as RTCPeerConnection);

  becomes(state: RTCIceGatheringState): void {
    this.iceGatheringState = state;
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
  finds(type: RTCIceCandidateType): void {
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { type } }));
  }
  fails(errorCode: number): void {
    this.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode }));
  }
}

test("a relay that gives an address is no matter, whatever else it refuses", () => {
  const pc = new Gathering();
  pc.becomes("gathering");
  expect(pc.watch.reason).toBeUndefined();
  pc.fails(486);
  pc.finds("relay");
  pc.fails(486);
  pc.fails(701);
  pc.becomes("complete");
  expect(pc.watch.reason).toBeUndefined();
});

test("what the relay says counts more than that it was not reached otherwise", () => {
  const pc = new Gathering();
  pc.becomes("gathering");
  pc.finds("host");
  expect(pc.watch.reason).toBeUndefined();
  pc.fails(701);
  expect(pc.watch.reason).toBe("no-relay");
  pc.fails(486);
  pc.fails(701);
  expect(pc.watch.reason).toBe("relay-full");
});

test("each gathering counts anew", () => {
  const pc = new Gathering();
  pc.becomes("gathering");
  pc.finds("relay");
  pc.becomes("complete");
  pc.becomes("gathering");
  expect(pc.watch.reason).toBeUndefined();
  pc.fails(486);
  pc.becomes("complete");
  expect(pc.watch.reason).toBe("relay-full");
  pc.becomes("gathering");
  pc.finds("relay");
  expect(pc.watch.reason).toBeUndefined();
});
