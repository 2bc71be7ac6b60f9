// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { parseLink } from "../../crypto/link.ts";
import { type CreatedRoom, RememberedRooms } from "../../page/remembered.ts";
import type { Services } from "../../page/services.ts";
import { someRoom } from "../../page/testing/rooms.ts";
import { language, longDate, shortDate, zonedTime } from "../i18n/index.ts";
import {
  byHandle,
  change,
  findAll,
  isShown,
  press,
  pressAgain,
  showScreen,
  write,
} from "../testing/screen.ts";
import { someServices } from "../testing/services.ts";
import type { Calls } from "../testing/values.ts";
import { localValue } from "./datefield.tsx";
import { StartScreen } from "./start.tsx";

/** Local time. */
const at = (day: number, hour: number) => new Date(2126, 2, day, hour);
const [one, two, three] = [
  someRoom(1, { topic: "The new logo" }),
  someRoom(2, { kind: "audio", when: at(5, 14), expires: at(6, 14) }),
  someRoom(3, { when: at(3, 9), expires: at(4, 9) }),
];
let remembered: RememberedRooms;
let entered: CreatedRoom[];
let calls: Calls;

async function start(rooms: readonly CreatedRoom[], more: Partial<Services> = {}): Promise<void> {
  for (const room of rooms) remembered.remember(room);
  const { services } = someServices(calls, { at: "start" }, { remembered, ...more });
  await showScreen(
    <StartScreen
      services={services}
      onCreated={() => {}}
      onEnter={(room) => void entered.push(room)}
    />,
  );
}

const refuse = (code: string) => () => Promise.reject(Object.assign(new Error("no"), { code }));
const links = () => findAll("room").map((room) => room.dataset.link);
const pressIn = (index: number, handle: string) =>
  change(() =>
    findAll("room")[index]?.querySelector<HTMLElement>(`[data-test=${handle}]`)?.click(),
  );
const reads = (handle: string, words: string) =>
  vi.waitFor(() => expect(byHandle(handle).textContent).toContain(words));
const dialog = () => document.querySelector("dialog");

beforeEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  language.value = "en";
  remembered = new RememberedRooms("https://call.example");
  entered = [];
  calls = [];
});

test("the start page says nothing of rooms where none is remembered", async () => {
  await start([]);
  expect(isShown("rooms")).toBe(false);
  byHandle("create");
});

test("each room has its topic or kind, its guest link and its way in, by date", async () => {
  await start([two, three, one]);
  expect(links()).toEqual([one, three, two].map((room) => room.guestLink));
  expect(findAll("room").map((room) => room.querySelector("p")?.textContent)).toEqual([
    "The new logo",
    "Video call",
    "Audio call",
  ]);
  expect(document.body.innerHTML).not.toContain(new URL(one.hostLink).hash);
  await pressIn(2, "room-enter");
  expect(entered).toEqual([two]);
});

test("one room is forgotten after a yes, and the focus goes to the list", async () => {
  await start([one, two, three]);
  await pressIn(2, "forget");
  expect(document.querySelector("dialog")?.textContent).toContain("Forget “Audio call”?");
  expect(links()).toHaveLength(3);
  await press("confirm");
  expect(links()).toEqual([one.guestLink, three.guestLink]);
  expect(document.activeElement?.textContent).toBe("Your rooms");
});

test("without the yes it stays", async () => {
  await start([one]);
  await press("forget");
  await change(() => document.querySelector<HTMLElement>("dialog button")?.click());
  expect(links()).toEqual([one.guestLink]);
  expect(isShown("confirm")).toBe(false);
});

test("all are forgotten after a yes, and the focus goes to the top of the page", async () => {
  await start([one, two]);
  await press("forget-all");
  await press("confirm");
  expect(isShown("rooms")).toBe(false);
  expect(localStorage.length).toBe(0);
  expect(document.activeElement?.tagName).toBe("H1");
});

test("what somebody types for a new room stays when the list goes", async () => {
  await start([one]);
  const topic = byHandle("topic");
  await change(() => remembered.forget(parseLink(one.hostLink)));
  expect(byHandle("topic")).toBe(topic);
});

const when = at(5, 14);
test.each<[string, Date, string]>([
  ["weeks before", at(1, 9), `Planned for ${longDate(when)}`],
  ["on the day", at(5, 9), `Today, ${zonedTime(when)}`],
  ["minutes before", new Date(2126, 2, 5, 13, 50), `Now: ${shortDate(when)}`],
  ["in the hour after", new Date(2126, 2, 5, 14, 50), `Now: ${shortDate(when)}`],
  ["later", at(5, 16), `The date is past: ${longDate(when)}`],
])("%s a room says how it stands with its date", async (_, now, words) => {
  vi.useFakeTimers({ now, toFake: ["Date"] });
  await start([two]);
  expect(byHandle("room-when").textContent).toBe(words);
});

test.each<[string, Date, string]>([
  ["is to stay", at(6, 13), `Open until ${shortDate(at(6, 14))}, and longer only`],
  ["was to be over", at(6, 15), `until ${shortDate(at(6, 14))} and may no longer exist.`],
])("a room that %s says no more than this browser knows", async (_, now, words) => {
  vi.useFakeTimers({ now, toFake: ["Date"] });
  await start([two]);
  expect(byHandle("room-stay").textContent).toContain(words);
});

test("a call that is open in another tab says so", async () => {
  await start([two], { isElsewhere: async ({ hostLink }) => hostLink === two.hostLink });
  await reads("room-when", "You are in this call in another tab.");
});

test("whoever invites from the list gets the date into the invitation", async () => {
  await start([two]);
  await press("room-invite");
  byHandle("copy-invitation");
  const draft = decodeURIComponent(byHandle("mail-draft").getAttribute("href") ?? "");
  expect(draft).toContain(longDate(at(5, 14)));
  expect(draft).toContain(two.guestLink);
});

test("a room is moved, and who moved it reads that guests have to be told", async () => {
  await start([two]);
  await press("room-move");
  expect((byHandle("move-when") as HTMLInputElement).value).toBe("2126-03-05T14:00");
  const soon = new Date(Date.now() + 20 * 86_400_000);
  soon.setSeconds(0, 0);
  await write("move-when", localValue(soon));
  await pressAgain("move-save");
  expect(calls).toEqual([`move ${two.hostLink} to ${soon.toISOString()}`]);
  expect(byHandle("moved").textContent).toContain(`Moved to ${longDate(soon)}. Guests who have`);
  byHandle("copy-moved-invitation");
});

test.each([
  ["room-gone", "move-gone"],
  ["too-long", "too-long"],
  ["create-unanswered", "create-unanswered"],
])(
  "a move that the server answers with %s leaves the dialog open and says why",
  async (code, told) => {
    await start([one], { moveRoom: refuse(code) });
    await press("room-move");
    await pressAgain("move-save");
    expect(byHandle("problem").dataset.code).toBe(told);
    byHandle("move-when");
  },
);

test("a dialog shows what another tab has made of the room meanwhile, and closes if it is gone", async () => {
  await start([two]);
  await press("room-move");
  await change(() => remembered.update({ ...two, when: at(9, 8) }));
  expect(dialog()?.textContent).toContain(longDate(at(9, 8)));
  await change(() => remembered.forget(parseLink(two.hostLink)));
  expect(dialog()).toBe(null);
  expect(byHandle("rooms-told").textContent).toContain("in another tab");
});

test.each<[string, Partial<Services>, string]>([
  ["confirmed", {}, "has confirmed that the room is deleted"],
  ["of one that was gone", { endRoom: refuse("room-gone") }, "no longer existed"],
  ["unanswered", { endRoom: refuse("create-unanswered") }, "has not confirmed"],
])("an end is asked for first and told as what it was: %s", async (_, more, words) => {
  await start([one], more);
  await press("room-end");
  expect(dialog()?.textContent).toContain("End “The new logo”?");
  expect(byHandle("rooms-told").textContent).toBe("");
  await press("confirm");
  await reads("rooms-told", words);
  expect(calls).toEqual(more.endRoom ? [] : [`end ${one.hostLink}`]);
});
