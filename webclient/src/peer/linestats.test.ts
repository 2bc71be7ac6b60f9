import { expect, it } from "vitest";
import { readLineStats } from "./linestats.ts";

const pair = (id: string, more: object) => ({ type: "candidate-pair", id, ...more });
const sent = (mid: string, more: object) => ({
  ...{ type: "outbound-rtp", kind: "video", id: `out ${mid}`, mid, bytesSent: 1 },
  ...more,
});

it("reads the pair that is in use, of Chromium by the transport's word and of Firefox by its own", () => {
  const chromium = readLineStats(
    [
      pair("a", { nominated: true, currentRoundTripTime: 1 }),
      pair("b", { nominated: true, currentRoundTripTime: 0.02, availableOutgoingBitrate: 300_000 }),
      { type: "transport", id: "t", selectedCandidatePairId: "b" },
    ],
    0,
  );
  expect([chromium.rttMs, chromium.available]).toEqual([20, 300]);
  const firefox = readLineStats([pair("a", {}), pair("b", { selected: true })], 0);
  expect([firefox.rttMs, firefox.available]).toEqual([undefined, undefined]);
});

it("tells the camera's line from that of a screen, and a line that is short for either", () => {
  const screen = { bytesSent: 2, qualityLimitationReason: "bandwidth" };
  const remote = { type: "remote-inbound-rtp", id: "r", localId: "out 1", fractionLost: 0.1 };
  const entries = [sent("2", screen), sent("1", { qualityLimitationReason: "cpu" }), remote];
  expect(readLineStats(entries, 0).sent.video).toMatchObject({
    ...{ bytes: 1, limitedBy: "bandwidth", lost: 0.1 },
  });
  const off = [sent("2", { ...screen, active: false }), ...entries.slice(1)];
  expect(readLineStats(off, 0).sent.video?.limitedBy).toBe("cpu");
});
