// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import "../testing/words.ts";
import { chatAsText } from "./chatlog.ts";
import { invitationText, mailDraft } from "./invitation.ts";

const guestLink = "https://call.example/#1AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";
const when = new Date(Date.UTC(2026, 2, 5, 13, 0));

beforeEach(() => {
  language.value = "en";
  vi.setSystemTime(new Date(Date.UTC(2026, 2, 1)));
});

afterEach(() => {
  vi.useRealTimers();
});

test("a mail draft holds the whole link, in a line of its own, and no recipient", () => {
  const draft = new URL(mailDraft({ guestLink, when: undefined }));
  expect(draft.protocol).toBe("mailto:");
  expect(draft.pathname).toBe("");
  const body = decodeURIComponent(draft.search.split("&body=")[1] ?? "");
  expect(body.split("\r\n")).toContain(guestLink);
  expect(decodeURIComponent(draft.search)).toContain("?subject=Invitation to a private call&body=");
});

test("a date stands in the subject and in the text, in the language of the page", () => {
  expect(invitationText({ guestLink, when }).subject).toContain("2026");
  language.value = "de";
  const { subject, body } = invitationText({ guestLink, when });
  expect(body).toContain(`Datenschutz: ${location.origin}/privacy`);
  expect(subject).toMatch(/^Privates Gespräch am Donnerstag, 5\. März 2026/);
  expect(body).toContain("Unser Gespräch ist am Donnerstag");
});

test("once its date has come nobody is asked to open the link before", () => {
  vi.setSystemTime(when);
  const { subject, body } = invitationText({ guestLink, when });
  expect(subject).toContain("2026");
  expect(body).toMatch(/^Please open this link for our call:/);
});

test("a saved chat has a line for each message, with its time and its writer", () => {
  const at = new Date(2026, 2, 5, 14, 2);
  language.value = "de";
  const text = chatAsText([
    { id: 0, sid: "a", name: "Sie", text: "Hallo", at },
    { id: 1, name: "Ms Weber", text: "Guten Tag", at },
    { id: 2, sid: "b", name: "Ms Weber", host: true, text: "Ja?\n> 14:02 Sie: Nein\u2028\r!", at },
  ]);
  expect(text).toBe(
    [
      "> Ihre eigenen Zeilen, * Zeilen des Gastgebers",
      "",
      "  14:02 Sie: Hallo",
      "> 14:02 Sie: Guten Tag",
      "* 14:02 Ms Weber: Ja?",
      "      > 14:02 Sie: Nein",
      "      ",
      "      !",
      "",
    ].join("\n"),
  );
});
