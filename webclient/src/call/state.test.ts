import { expect, test } from "vitest";
import { CallState } from "./state.ts";

test("an incident is shown until the server says that it is over", () => {
  const state = new CallState();
  state.watch({ until: 1790000000, reason: "Connections break" });
  expect(state.incident.value).toEqual({ until: new Date(1790000000_000), reason: "Connections break" });
  state.watch({});
  expect(state.incident.value).toBeUndefined();
});
