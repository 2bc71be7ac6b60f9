import { expect, it } from "vitest";
import { Reachability } from "./reachability.ts";

/** Samples each half second from 0 on, with so many packets each; gives the count and the time. */
function listen(reachability: Reachability, periods: readonly number[]): [number, number] {
  let [count, now] = [0, 0];
  for (const packets of periods) {
    count += packets;
    now += 500;
    reachability.sample(count, now);
  }
  return [count, now];
}
const times = (n: number, packets: number) => Array.from({ length: n }, () => packets);
const steady = times(12, 25);

it("calls who has sent steadily silent after a second, and for as long as it may send again", () => {
  const reachability = new Reachability();
  const [count, now] = listen(reachability, steady);
  const silentAfter = (ms: number) => {
    reachability.sample(count, now + ms);
    return reachability.isSilent(now + ms);
  };
  expect([500, 900, 1000, 1500, 2000].map(silentAfter)).toEqual([false, false, true, true, true]);
  for (let ms = 2500; ms < 20_000; ms += 500) silentAfter(ms);
  expect([silentAfter(20_000), silentAfter(20_500)]).toEqual([true, false]);
});

it("calls nobody silent who does not send steadily", () => {
  const reachability = new Reachability();
  const [count, now] = listen(reachability, [...times(20, 0), 25, 0, 0, 0]);
  expect(reachability.sends(now)).toBe(false);
  reachability.sample(count, now + 500);
  expect(reachability.isSilent(now + 500)).toBe(false);
});

it("hears it if 5 packets come in a second, as while nobody talks", () => {
  const reachability = new Reachability();
  const [, now] = listen(reachability, times(40, 2));
  expect([reachability.sends(now), reachability.isSilent(now)]).toEqual([true, false]);
});

it("takes a count that falls for no packet", () => {
  const reachability = new Reachability();
  const [, now] = listen(reachability, steady);
  expect(reachability.sample(0, now + 500)).toBe(false);
});

it("concludes nothing before a second look when this page stood still", () => {
  const reachability = new Reachability();
  const [count, now] = listen(reachability, steady);
  reachability.sample(count, now + 3000);
  expect(reachability.isSilent(now + 3000)).toBe(false);
  reachability.sample(count, now + 3450);
  expect(reachability.isSilent(now + 3450)).toBe(true);
});

it("waits for twice the longest gap that ended by itself, and forgets it by and by", () => {
  const reachability = new Reachability();
  let [count, now] = listen(reachability, steady);
  const gap = (ms: number, isMended: boolean) => {
    for (let past = 500; past < ms; past += 500) reachability.sample(count, now + past);
    now += ms;
    reachability.sample(++count, now, isMended);
  };
  const patience = () => {
    let ms = 0;
    for (; !reachability.isSilent(now + ms); ms += 100) reachability.sample(count, now + ms);
    return ms;
  };
  gap(2900, true);
  expect(patience()).toBe(1000);
  gap(1500, false);
  expect(patience()).toBeGreaterThan(2500);
  gap(2900, false);
  expect(patience()).toBeLessThanOrEqual(4000);
  for (let n = 0; n < 200; n++) gap(500, false);
  expect(patience()).toBe(1000);
});

it("who was silent as agreed is waited for until they have been heard for a while", () => {
  const reachability = new Reachability();
  const start = 1_000_000;
  let count = 0;
  for (let ms = 0; ms <= 5000; ms += 500) reachability.sample(++count, start + ms);
  const hush = start + 5000;
  reachability.expectSilence(true, hush);
  for (let ms = 500; ms <= 8000; ms += 500) reachability.sample(count, hush + ms);
  expect(reachability.isSilent(hush + 8000)).toBe(false);
  reachability.expectSilence(false, hush + 8000);
  // It takes the other side a moment.
  for (let ms = 8500; ms <= 12_000; ms += 500) {
    reachability.sample(count, hush + ms);
    expect(reachability.isSilent(hush + ms)).toBe(false);
  }
  for (let ms = 12_500; ms <= 16_000; ms += 500) reachability.sample(++count, hush + ms);
  reachability.sample(count, hush + 18_000);
  expect(reachability.isSilent(hush + 18_000 + 500)).toBe(true);
});
