// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { type CreatedRoom, RememberedRooms } from "../../page/remembered.ts";
import { fullStorage, someRoom } from "../../page/testing/rooms.ts";
import { language, longDate } from "../i18n/index.ts";
import { byHandle, isShown, press, showScreen } from "../testing/screen.ts";
import { someServices } from "../testing/services.ts";
import { RoomReady } from "./ready.tsx";

const when = new Date(2126, 2, 5, 14);
const one = someRoom(1, { topic: "The new logo" });
const dated = someRoom(2, { when });
let remembered: RememberedRooms;

async function ready(room: CreatedRoom, clipboard = true) {
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  if (clipboard) copied.mockResolvedValue();
  else copied.mockRejectedValue(new DOMException("not allowed", "NotAllowedError"));
  const { services } = someServices([], { at: "start" }, { remembered });
  await showScreen(
    <RoomReady room={room} services={services} onEnter={() => {}} onMoved={() => {}} />,
  );
  return services;
}
const way = () => byHandle("again").dataset.code;

beforeEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  language.value = "en";
  remembered = new RememberedRooms("https://call.example");
});

test("the invitation is the one primary button, and the way in the second", async () => {
  await ready(dated);
  const [first, second, ...others] = [
    ...document.querySelectorAll(".page-main .button-wide, .button-primary"),
  ];
  expect(first).toBe(byHandle("copy-invitation"));
  expect(second).toBe(byHandle("enter"));
  expect(others).toEqual([]);
});

test("the date stands there with its weekday and zone, and can be moved", async () => {
  await ready(dated);
  expect(byHandle("appointment").textContent).toContain(`planned for ${longDate(when)}.`);
  await press("move");
  byHandle("move-save");
});

test("what is remembered says so in one line and is forgotten with one press, and the other way", async () => {
  remembered.remember(one);
  await ready(one);
  expect(way()).toBe("browser");
  byHandle("remembered");
  await press("forget");
  expect(remembered.rooms.value).toEqual([]);
  expect(way()).toBe("tab");
  expect(document.activeElement).toBe(byHandle("remember"));
  expect((byHandle("remember") as HTMLInputElement).checked).toBe(false);
  await press("remember");
  expect(remembered.rooms.value).toEqual([one]);
  expect(document.activeElement).toBe(byHandle("forget"));
});

test("a browser that refuses leaves the switch off, each time, and says what to do", async () => {
  vi.spyOn(globalThis, "localStorage", "get").mockReturnValue(fullStorage);
  await ready(one);
  for (const _ of [1, 2]) {
    await press("remember");
    expect((byHandle("remember") as HTMLInputElement).checked).toBe(false);
    expect(byHandle("problem").dataset.code).toBe("storage-refused");
  }
});

test("a host link that was copied is not safe yet, and the page says so", async () => {
  const refused = await ready(one, false);
  await press("host-link");
  expect(refused.saved.value).toBe(false);
  expect(way()).toBe("tab");
  const { saved } = await ready(one);
  await press("host-link");
  await vi.waitFor(() => expect(way()).toBe("copied"));
  expect(saved.value).toBe(false);
});

test("a calendar entry of her own holds the host link, for a room with a date alone", async () => {
  await ready(one);
  expect(isShown("host-calendar")).toBe(false);
  const services = await ready(dated);
  const files: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    files.push(file as Blob);
    return "blob:entry";
  });
  await press("host-calendar");
  await vi.waitFor(() => expect(files).toHaveLength(1));
  const text = (await files[0]?.text())?.replaceAll("\r\n ", "");
  expect(text).toContain(`URL:${dated.hostLink}`);
  await vi.waitFor(() => expect(way()).toBe("saved"));
  expect(services.saved.value).toBe(true);
});
