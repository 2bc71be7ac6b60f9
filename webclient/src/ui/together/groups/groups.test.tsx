// @vitest-environment happy-dom
import { computed, type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GroupsPart } from "../../../call/together/groups/groups.ts";
import type { Room } from "../../../call/together/groups/model.ts";
import { Announcer } from "../../parts/announcer.tsx";
import { someModel } from "../../testing/values.ts";
import { Bar, Notice, Panel } from "./view.tsx";

const somebody = (name: string, more = {}) => ({
  ...{ sid: name, name, host: false, own: false, hand: false, returned: false },
  ...more,
});
const host = somebody("Ms Weber", { host: true });
const us = somebody("Ben", { own: true });

let root: HTMLElement;
let calls: string[];
let rooms: Signal<readonly Room[]>;
let part: GroupsPart;
let backAt: Signal<number | undefined>;

function show(role: "host" | "guest"): void {
  const model = someModel({ role, phase: "joined" }, calls);
  act(() =>
    render(
      <>
        <Announcer />
        <Bar model={model} media={undefined} part={part} />
        <Notice model={model} media={undefined} part={part} />
        <Panel model={model} media={undefined} part={part} />
      </>,
      root,
    ),
  );
}

const find = (name: string) => root.querySelector<HTMLElement>(`[data-test=${name}]`);
const said = () => find("says-urgent")?.textContent ?? "";
const press = (name: string) => act(() => find(name)?.click());

beforeEach(() => {
  root = document.body.appendChild(document.createElement("div"));
  calls = [];
  rooms = signal<readonly Room[]>([{ name: "", place: undefined, people: [us, host] }]);
  backAt = signal<number | undefined>(undefined);
  part = {
    ...{ sid: "us", rooms, backAt, told: signal(undefined) },
    open: computed(() => rooms.value.length > 1),
    own: computed(() =>
      rooms.value.length > 1
        ? rooms.value.find(({ people }) => people.some(({ own }) => own))
        : undefined,
    ),
    returnToMain: () => calls.push("return"),
    arrange: (groups: readonly object[]) => calls.push(JSON.stringify(groups)),
    move: (sid: string, place: number) => calls.push(`move ${sid} ${place}`),
    callBack: (seconds: number) => calls.push(`back ${seconds}`),
  } as unknown as GroupsPart;
});
afterEach(() => {
  act(() => render(null, root));
  root.remove();
});

const apart = (...visitors: readonly ReturnType<typeof somebody>[]): readonly Room[] => [
  { name: "", place: undefined, people: visitors.length > 0 ? [] : [host] },
  { name: "Red", place: 0, people: [us, ...visitors] },
];

it("whoever is in a group sees where, who is there, that the host comes, and the way out", () => {
  rooms.value = apart();
  show("guest");
  expect(find("groups-bar")?.textContent).toContain("You are in Red. Nobody else is here.");
  expect(said()).toContain("You are in: Red.");
  press("groups-help");
  press("groups-return");
  expect(calls).toEqual(["raise hand", "return"]);
  act(() => {
    rooms.value = apart(host);
  });
  show("guest");
  expect(said()).toContain("Ms Weber, the host, is with you now.");
  expect(find("groups-bar")?.textContent).toContain("With you: Ms Weber (host).");
  expect(find("groups-help")).toBeNull();
});

it("without groups there is no bar, and only the host can make some", () => {
  show("guest");
  expect([find("groups-bar"), find("groups-open")]).toEqual([null, null]);
});

it("the host sends each where they are put, and nobody before", () => {
  const own = somebody("Ms Weber", { own: true, host: true, sid: "us" });
  rooms.value = [{ name: "", place: undefined, people: [own, somebody("Ben"), somebody("Cem")] }];
  show("host");
  expect(find("groups-open")?.hasAttribute("disabled")).toBe(true);
  const field = root.querySelector<HTMLSelectElement>("[data-sid=Cem]");
  act(() => {
    if (field) field.value = "1";
    field?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  press("groups-open");
  expect(calls).toEqual([
    JSON.stringify([
      { name: "Group 1", sids: [] },
      { name: "Group 2", sids: ["Cem"] },
    ]),
  ]);
});

it("whoever calls the host is shown with the way there", () => {
  const own = somebody("Ms Weber", { own: true, host: true, sid: "us" });
  rooms.value = [
    { name: "", place: undefined, people: [own] },
    { name: "Red", place: 0, people: [somebody("Ben", { hand: true })] },
  ];
  show("host");
  expect(find("groups-asked")?.textContent).toContain("Ben in Red asks you to come.");
  press("groups-visit");
  press("groups-back-30");
  expect(calls).toEqual(["move us 0", "back 30"]);
});

it("a call back is read out when it is said", () => {
  rooms.value = apart();
  backAt.value = performance.now() + 30_000;
  show("guest");
  expect(said()).toContain("All come back in 30 s.");
  expect(find("groups-back")?.textContent).toBe("All come back in 30 s.");
});
