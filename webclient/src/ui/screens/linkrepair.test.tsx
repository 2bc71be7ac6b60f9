// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
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

const words: { fragment: string; en: string; de: string }[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../testdata/words.json"), "utf8"),
);

test("words that were read out open the link, in either language", async () => {
  for (const { fragment, en, de } of words) {
    for (const text of [en, de]) {
      opened = [];
      await openPage(cut);
      await write("link", text.replaceAll(" ", ",\n"));
      await press("open-link");
      await vi.waitFor(() => expect(opened).toEqual([fragment]));
    }
  }
});

test("words beside the damaged link are read as well", async () => {
  const [first] = words;
  await openPage(cut);
  await write("link", `${field().value}\n${first?.de}`);
  await press("open-link");
  await vi.waitFor(() => expect(opened).toEqual([first?.fragment]));
});

test("a wrong word is told by its place, and a wrong order as one", async () => {
  const right = words[0]?.en.split(" ") ?? [];
  const [, , , , fifth = "", sixth = ""] = right;
  const wrongs: [string[], string][] = [
    [right.with(4, "xylophone"), "Word 5 is not one of ours. Please ask for it again."],
    [right.with(4, "qqqq").with(8, "zzzz"), "Words 5, 9 are not ours."],
    [right.slice(1), "There are 26 words, and there should be 27."],
    [right.with(4, sixth).with(5, fifth), "Words 5 and 6 seem to be in the wrong order."],
    [right.with(4, right[5] ?? ""), "One of the words is not the right one"],
  ];
  for (const [typed, sentence] of wrongs) {
    await openPage("");
    await write("link", typed.join(" "));
    await press("open-link");
    await vi.waitFor(() => expect(says()).toContain(sentence));
  }
  expect(opened).toEqual([]);
});

test("a sentence that has no link in it is no list of words", async () => {
  await openPage("");
  await write("link", "Good morning, see you later this week, best wishes");
  await press("open-link");
  await vi.waitFor(() => expect(says()).toBe(problemText("link-unknown")));
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
