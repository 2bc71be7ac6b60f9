// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { damaged, damages } from "../../crypto/testing/damages.ts";
import { language, problemText } from "../i18n/index.ts";
import { byHandle, press, showScreen, write } from "../testing/screen.ts";
import { ProblemScreen } from "./problem.tsx";

const { guest, host, creator } = damages.links;
const cut = guest.slice(0, -5);
let opened: string[] = [];

async function openPage(text: string, code = "link-incomplete"): Promise<void> {
  const onLink = (fragment: string) => opened.push(fragment);
  await showScreen(
    <ProblemScreen code={code} invitation={undefined} damaged={text} onLink={onLink} />,
  );
}

const field = () => byHandle("link") as HTMLTextAreaElement;
const says = () => document.querySelector('[role="alert"]')?.textContent;

beforeEach(() => {
  opened = [];
  language.value = "en";
});

test("a damaged link is shown as it came, and can be corrected", async () => {
  await openPage(`${cut}%E2%80%A6`);
  expect(field().value).toBe(`${location.origin}/${cut}…`);
  await press("open-link");
  expect(opened).toEqual([]);
  expect(says()).toBe(problemText("link-incomplete"));
  await write("link", `${location.origin}/${guest}`);
  await press("open-link");
  expect(opened).toEqual([guest]);
  expect(says()).toBeUndefined();
});

test("whole mails with a link of any kind can be pasted", async () => {
  const mail = damages.damages.find(({ name }) => name === "a whole mail");
  for (const fragment of [guest, host, creator]) {
    await openPage("", "link-unknown");
    expect(field().value).toBe("");
    await write("link", damaged(mail?.text ?? "", fragment, location.origin));
    await press("open-link");
  }
  expect(opened).toEqual([guest, host, creator]);
});

test("a link of another server is not opened here, and several are none", async () => {
  await openPage(cut);
  await write("link", `https://other.example/${guest}.`);
  await press("open-link");
  expect(byHandle("elsewhere").getAttribute("href")).toBe(`https://other.example/${guest}`);
  expect(says()).toBe(problemText("link-elsewhere"));
  await write("link", damaged("{link} {other}", guest, location.origin));
  await press("open-link");
  expect(says()).toBe(problemText("link-several"));
  expect(opened).toEqual([]);
});

test.each(["en", "de"] as const)(
  "of a link that the server has seen, a person is told in %s, and nothing can be opened",
  async (to) => {
    for (const kind of ["guest", "host", "creator"]) {
      language.value = to;
      await showScreen(
        <ProblemScreen code={`link-seen.${kind}`} invitation={undefined} onLink={() => {}} />,
      );
      const text = byHandle("problem").textContent ?? "";
      expect(text).toContain(
        to === "de" ? "Der Server hat diesen Link gesehen." : "The server has seen this link.",
      );
      expect(text).toContain(problemText(`link-seen.${kind}`));
      expect(text).toContain(to === "de" ? "neuen" : "new");
      expect(document.querySelector("textarea")).toBeNull();
    }
  },
);
