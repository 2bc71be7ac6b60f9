// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language, t } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const two = [somePeer("Anna Berg"), somePeer("Ben Ott")];
const told = () => document.querySelector("dialog > p")?.textContent ?? "";
const links = () => findAll("guest-link").map((field) => field.dataset.link);

beforeEach(() => {
  language.value = "en";
});

test.each(["host", "guest"] as const)(
  "a %s can invite, from the bar and from the count",
  async (role) => {
    await showStage({ role, peers: two.slice(1) });
    for (const handle of ["invite", "people"]) {
      expect(isShown("guest-link")).toBe(false);
      await press(handle);
      expect(links()).toEqual(["https://call.example/#1guest"]);
      await press("dialog-close");
    }
  },
);

test("a host reads that she decides, a guest that the host does", async () => {
  await showStage({ role: "host", peers: two });
  await press("invite");
  expect(told()).toBe(t("invite.host"));
  await showStage({ role: "guest", peers: two, hostName: "Ms Weber" });
  await press("invite");
  expect(told()).toBe("Whoever opens the link knocks, and Ms Weber decides who comes in.");
});

test("a full room, a locked one, an absent host and an absent server are told as they come", async () => {
  const { model } = await showStage({ role: "host", peers: two, seats: 4 });
  await press("invite");
  expect(told()).not.toContain("taken");
  await change(() => {
    model.seats.value = 3;
    model.locked.value = true;
    model.serverHere.value = false;
  });
  expect(told()).toContain(t("invite.full", { seats: 3 }));
  expect(told()).toContain(t("invite.locked"));
  expect(told()).toContain(t("invite.server-away"));
  const guest = await showStage({ role: "guest", peers: two, hostAway: "lost" });
  await press("invite");
  expect(told()).toContain("Your host is not connected at the moment");
  await change(() => {
    guest.model.hostAway.value = undefined;
  });
  expect(told()).not.toContain("not connected");
});

test("the date of the room is part of the invitation", async () => {
  const when = new Date(Date.UTC(2126, 2, 5, 13, 0));
  await showStage({ role: "guest", peers: two, appointment: when });
  await press("invite");
  expect(isShown("calendar-file")).toBe(true);
  expect(decodeURIComponent(byHandle("mail-draft").getAttribute("href") ?? "")).toContain("2126");
});

test("a host who is alone has the invitation at hand, and all other ways behind a button", async () => {
  await showStage({ role: "host" });
  expect(isShown("copy-invitation")).toBe(true);
  expect(links()).toHaveLength(1);
  await press("more-ways");
  expect(isShown("read-out")).toBe(true);
});
