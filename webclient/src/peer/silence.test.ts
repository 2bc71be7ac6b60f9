import { expect, it } from "vitest";
import { periodMs, Silence } from "./silence.ts";

/** Feeds it periods, each with so many packets; says after which ms it asked for another way. */
function watch(silence: Silence, periods: readonly number[], step = periodMs): number[] {
  let [count, now] = [0, 10_000];
  const asked: number[] = [];
  for (const packets of periods) {
    count += packets;
    now += step;
    if (silence.sample(count, now)) asked.push(now - 10_000);
  }
  return asked;
}
const times = (n: number, packets: number) => Array.from({ length: n }, () => packets);

it("asks for another way soon after a steady peer fell silent, then ever more rarely, and gives up", () => {
  expect(watch(new Silence(), [...times(6, 25), ...times(120, 0)])).toEqual([4500, 7500, 16_500]);
});

it("begins anew with each silence", () => {
  const periods = [...times(6, 25), ...times(4, 0), ...times(6, 25), ...times(4, 0)];
  expect(watch(new Silence(), periods)).toEqual([4500, 9500]);
});

it("lasts from when it is too long until something is heard", () => {
  const silence = new Silence();
  watch(silence, [...times(6, 25), 0, 0]);
  expect(silence.lasts).toBe(false);
  watch(silence, times(4, 0));
  const other = new Silence();
  watch(other, [...times(6, 25), 0, 0, 0]);
  expect(other.lasts).toBe(true);
  other.sample(151, 20_000);
  expect(other.lasts).toBe(false);
});

it("asks for nothing where nobody sends steadily", () => {
  expect(watch(new Silence(), times(60, 0))).toEqual([]);
  expect(watch(new Silence(), [25, 25, 0, 25, 0, 0, 1, ...times(30, 0)])).toEqual([]);
});

it("takes a pause of this page itself for no silence", () => {
  const silence = new Silence();
  watch(silence, times(6, 25));
  expect(silence.sample(150, 60_000)).toBe(false);
  expect(silence.lasts).toBe(false);
});
