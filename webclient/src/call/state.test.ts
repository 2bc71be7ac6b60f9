import { expect, test } from "vitest";
import { CallState } from "./state.ts";

test("an incident is shown until the server says that it is over", () => {
  const state = new CallState();
  state.watch({ until: 1790000000, reason: "Connections break" });
  expect(state.incident.value).toEqual({ until: new Date(1790000000_000), reason: "Connections break" });
  state.watch({});
  expect(state.incident.value).toBeUndefined();
});

test("an alarm gives way to one that is as grave or graver, and to nothing else", () => {
  const state = new CallState();
  const [stranger, member, late] = [
    { code: "alarm", name: "Anybody" },
    { code: "alarm", name: "Anna" },
    { code: "alarm", name: "Ben", late: true },
  ];
  for (const [problem, shown] of [
    [{ code: "too-many" }, { code: "too-many" }],
    [stranger, stranger],
    [{ code: "forged-command" }, stranger],
    [member, member],
    [late, late],
    [stranger, late],
  ] as const) {
    state.report(problem);
    expect(state.problem.value).toEqual(shown);
  }
});

test("the last thousand lines of chat are kept, each with a number of its own", () => {
  const state = new CallState();
  for (let i = 0; i < 1500; i++) state.addChat({ name: "Anna", text: String(i) });
  expect(state.chat.value.length).toBe(1000);
  expect(state.chat.value.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 500));
  expect(state.chat.value.at(-1)?.text).toBe("1499");
});
