// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { formatLink, guestLink as guestOf, type HostLink } from "../../crypto/link.ts";
import { loadWordList, readWords } from "../../crypto/words.ts";
import { language, t } from "../i18n/index.ts";
import { byHandle, findAll, isShown, press, showScreen } from "../testing/screen.ts";
import { type Invitation, invitationText, wholeText } from "../text/invitation.ts";
import { InviteDialog } from "./dialog.tsx";
import { InviteOptions } from "./options.tsx";

const host: HostLink = {
  role: "host",
  kind: "video",
  secret: Uint8Array.from({ length: 16 }, (_, i) => i),
  seed: Uint8Array.from({ length: 32 }, (_, i) => 2 * i),
};
const guest = await guestOf(host);
const guestLink = formatLink("https://call.example", guest);
const when = new Date(Date.UTC(2026, 2, 5, 13, 0));
const invitation: Invitation = { guestLink, when, topic: "Nobody else’s business" };

let copied: string[] = [];

beforeEach(() => {
  language.value = "en";
  copied = [];
  vi.setSystemTime(new Date(Date.UTC(2026, 2, 1)));
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(async (text) => {
    copied.push(text);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  Reflect.deleteProperty(navigator, "share");
});

function shareWith(answer: (data: ShareData) => Promise<void>): void {
  Object.defineProperty(navigator, "share", { value: answer, configurable: true });
}

const told = () => byHandle("not-handed-over").dataset.code;

test("the whole invitation is copied: date with its zone, link, privacy, and not the topic", async () => {
  await showScreen(<InviteOptions invitation={invitation} />);
  await press("copy-invitation");
  await press("copy-link");
  const [text = "", link] = copied;
  expect(text).toBe(wholeText(invitation));
  expect(text.split("\n")).toContain(guestLink);
  expect(text).toMatch(/^Private call on Thursday, .*5.* 2026 at \d+:00.* [A-Z]/);
  expect(text).toContain("encrypted from device to device");
  expect(text).not.toContain("business");
  expect(link).toBe(guestLink);
  expect(byHandle("guest-link").dataset.link).toBe(guestLink);
});

test("without a date there is no calendar file", async () => {
  await showScreen(<InviteOptions invitation={{ guestLink, when: undefined }} />);
  expect(isShown("calendar-file")).toBe(false);
});

test("of a date that is past nothing is put into a calendar", async () => {
  await showScreen(<InviteOptions invitation={{ guestLink, when: new Date(Date.now() - 1) }} />);
  expect(isShown("calendar-file")).toBe(false);
});

test("a calendar file is handed out", async () => {
  const files: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    files.push(blob as Blob);
    return "blob:file";
  });
  await showScreen(<InviteOptions invitation={invitation} />);
  await press("calendar-file");
  await vi.waitFor(() => expect(files).toHaveLength(1));
  expect(files[0]?.type).toBe("text/calendar;charset=utf-8");
  expect(await files[0]?.text()).toContain("BEGIN:VEVENT");
});

test("where nothing is shared there is no button for it", async () => {
  await showScreen(<InviteOptions invitation={invitation} />);
  expect(isShown("share-invitation")).toBe(false);
});

test("the share sheet gets subject and text, and nothing is said when it took them", async () => {
  const shared: ShareData[] = [];
  shareWith(async (data) => void shared.push(data));
  await showScreen(<InviteOptions invitation={invitation} />);
  await press("share-invitation");
  const { subject, body } = invitationText(invitation);
  expect(shared).toEqual([{ title: subject, text: body }]);
  expect(isShown("not-handed-over")).toBe(false);
});

test.each([
  ["AbortError", "share-cancelled", 0],
  ["NotAllowedError", "share-refused", 1],
  ["DataError", "share-refused", 1],
])("a share sheet that ends with %s is told as %s", async (name, code, fields) => {
  shareWith(() => Promise.reject(new DOMException("no", name)));
  await showScreen(<InviteOptions invitation={invitation} />);
  await press("share-invitation");
  expect(told()).toBe(code);
  expect(findAll("invitation-text")).toHaveLength(fields);
});

test("where no mail program takes the eye away, the text is offered to be copied", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  await showScreen(<InviteOptions invitation={invitation} />);
  const link = byHandle("mail-draft");
  link.addEventListener("click", (event) => event.preventDefault());
  await press("mail-draft");
  expect(isShown("not-handed-over")).toBe(false);
  await vi.advanceTimersByTimeAsync(1_500);
  vi.useRealTimers();
  await vi.waitFor(() => expect(told()).toBe("mail-unseen"));
  expect((byHandle("invitation-text") as HTMLTextAreaElement).value).toBe(wholeText(invitation));
  await press("copy-text");
  expect(copied).toEqual([wholeText(invitation)]);
});

test("no mail program that is a website takes the place of the page", async () => {
  await showScreen(<InviteOptions invitation={invitation} />);
  expect(byHandle("mail-draft").getAttribute("target")).toBe("_blank");
});

test("where a mail program has opened, nothing is said", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  vi.spyOn(document, "hasFocus").mockReturnValue(false);
  await showScreen(<InviteOptions invitation={invitation} />);
  byHandle("mail-draft").addEventListener("click", (event) => event.preventDefault());
  await press("mail-draft");
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(isShown("not-handed-over")).toBe(false);
});

test("the words are those of the link, in either language", async () => {
  await showScreen(<InviteOptions invitation={invitation} />);
  await press("read-out");
  const lists = [await loadWordList("en"), await loadWordList("de")];
  const shown = () => [...byHandle("words").children].map((word) => word.textContent).join(" ");
  await vi.waitFor(() => expect(byHandle("words").lang).toBe("en"));
  expect(readWords(shown(), lists)).toEqual(guest);
  const before = shown();
  await press("words-language");
  await vi.waitFor(() => expect(shown()).not.toBe(before));
  expect(byHandle("words").lang).toBe("de");
  expect(readWords(shown(), lists)).toEqual(guest);
  await press("dialog-close");
  expect(isShown("words")).toBe(false);
});

test("the dialog says what happens, and the host's words are the default", async () => {
  await showScreen(<InviteDialog invitation={invitation} onClose={() => {}} />);
  expect(document.querySelector("dialog")?.textContent).toContain(t("invite.host"));
  await showScreen(
    <InviteDialog invitation={invitation} onClose={() => {}}>
      Something else
    </InviteDialog>,
  );
  expect(document.querySelector("dialog")?.textContent).not.toContain(t("invite.host"));
});
