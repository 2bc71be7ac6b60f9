import { beforeEach, expect, test } from "vitest";
import { clockError, compareClock } from "./clock.ts";

const server = Date.UTC(2126, 2, 5, 14, 0, 0);
const minute = 60_000;
const date = new Date(server).toUTCString();

beforeEach(() => compareClock(date, server, server));

test.each([
  [0, undefined],
  [4 * minute, undefined],
  [-4 * minute, undefined],
  [11 * minute + 5_000, 11],
  [-90 * minute, -90],
])("a clock %i ms fast", (off, fast) => {
  compareClock(date, server + off, server + off + 300);
  expect(clockError.value).toBe(fast);
});

test.each([
  ["no date", null, server, server],
  ["what is no date", "soon", server, server],
  ["an answer that took minutes", date, server, server + 11 * minute],
  ["a clock that was set meanwhile", date, server + 11 * minute, server + 10 * minute],
])("%s says nothing", (_what, header, askedAt, now) => {
  compareClock(header, askedAt, now);
  expect(clockError.value).toBeUndefined();
});
