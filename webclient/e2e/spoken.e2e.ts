/**
 * What is made together, with the keyboard alone, and what a screen reader says of it: each thing
 * once, in both languages.
 */
import { describe, expect, test } from "vitest";
import * as de from "../src/ui/i18n/de.ts";
import * as en from "../src/ui/i18n/en.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { heardOnce, hears, listen } from "./harness/heard.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { reach, use } from "./harness/keys.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const words = { en: en.en, de: de.de };
/** As ui/mailbox/words.ts has them. */
const boxWords = {
  en: {
    left: "Whoever opens the guest link is told",
    title: "has left you something.",
    erased: "It is erased on the server. What you have not saved",
  },
  de: {
    left: "Wer den Gästelink öffnet, erfährt",
    title: "hat Ihnen etwas hinterlassen.",
    erased: "Es ist auf dem Server gelöscht. Was Sie nicht gespeichert haben",
  },
};
type Language = keyof typeof words;
type Key = keyof (typeof words)["en"];

/** As the page says it. */
function sayIn(language: Language) {
  return (key: Key, values: Record<string, string> = {}) =>
    words[language][key].replace(/\{([a-z]+)\}/g, (gap, name: string) => values[name] ?? gap);
}

async function speaks(person: Person, language: Language): Promise<void> {
  await person.page.setViewport({ width: 1280, height: 800 });
  if (language === "de") await person.press("language-de");
  await listen(person);
}

async function openPart(person: Person, name: string): Promise<void> {
  await use(person, "together");
  await use(person, `together-${name}`);
  await person.see("together-panel");
}

/** Escape closes the panel, and the focus is where one can open it again. */
async function closePart(person: Person): Promise<void> {
  await person.page.keyboard.press("Escape");
  await until(
    "the panel to be closed",
    async () => !(await person.page.$(handle("together-panel"))),
  );
  expect(
    await person.page.evaluate(() => document.activeElement?.getAttribute("data-test")),
    `where the focus of ${person.name} is`,
  ).toBe("together");
}

describe.each<[Language, BrowserName, BrowserName]>([
  ["en", "chromium", "firefox"],
  ["de", "firefox", "chromium"],
])("in %s, a host in %s and a guest in %s", (language, ...browsers) => {
  const say = sayIn(language);

  async function meet() {
    const host = await stage.person("Ms Weber", { browser: browsers[0] });
    const anna = await stage.person("Anna Berg", { browser: browsers[1] });
    const link = await host.host({ kind: "chat", seats: 3 }, chat);
    await anna.knock(link, chat);
    await host.admit(anna.name);
    await areInCall([host, anna]);
    for (const person of [host, anna]) await speaks(person, language);
    return { host, anna, link };
  }

  test.runIf(language === "de")("hands, polls, questions, notes and a drawing", async () => {
    const { host, anna, link } = await meet();
    const hand = say("say.hand", { name: anna.name });
    await use(anna, "hand");
    await hears(host, hand);

    await openPart(host, "polls");
    await use(host, "polls-new");
    await reach(host, "poll-question");
    await host.page.keyboard.type("Tea?");
    await reach(host, "poll-choice-text");
    await host.page.keyboard.type("Yes");
    await host.page.keyboard.press("Tab");
    await host.page.keyboard.type("No");
    await use(host, "poll-ask");
    const asked = say("polls.notice", { name: host.name, question: "Tea?" });
    await hears(anna, asked);
    await use(anna, "poll-answer", "back");
    await reach(anna, "poll-choice");
    await anna.page.keyboard.press(" ");
    await use(host, "poll-close");
    const counted = say("say.poll.result", { question: "Tea?" });
    for (const person of [host, anna]) await hears(person, counted);
    for (const person of [host, anna]) await closePart(person);

    await openPart(anna, "questions");
    await reach(anna, "question-text");
    await anna.page.keyboard.type("Who pays?");
    await anna.page.keyboard.press("Enter");
    const question = say("say.question", { name: anna.name, text: "Who pays?" });
    await hears(host, question);
    await openPart(host, "questions");
    await use(host, "question-taken");
    const taken = say("say.question.taken", { text: "Who pays?" });
    for (const person of [host, anna]) await hears(person, taken);
    for (const person of [host, anna]) await closePart(person);

    await openPart(host, "notes");
    await reach(host, "notes-area");
    await host.page.keyboard.type("Agenda");
    const wrote = say("notes.news", { name: host.name });
    await hears(anna, wrote);
    await use(anna, "notes-news-open", "back");
    await reach(anna, "notes-area");
    await until("the text", async () =>
      anna.page.$eval(
        handle("notes-area"),
        (one) => (one as HTMLTextAreaElement).value === "Agenda",
      ),
    );
    for (const person of [host, anna]) await closePart(person);

    await openPart(anna, "draw");
    await reach(anna, "draw-page");
    for (const key of [" ", "ArrowRight", "ArrowDown", " "] as const)
      await anna.page.keyboard.press(key);
    const down = say("draw.pen.down");
    await hears(anna, down);
    const drew = say("draw.news", { name: anna.name });
    await hears(host, drew);
    await closePart(anna);

    const ben = await stage.person("Ben Ott");
    await ben.knock(link, chat);
    await host.admit(ben.name);
    const joined = say("say.joined", { name: ben.name });
    for (const person of [host, anna]) await hears(person, joined);

    await heardOnce(host, [hand, counted, question, taken, drew, joined]);
    await heardOnce(anna, [asked, counted, taken, wrote, down, joined]);
  });

  test("what was left for a guest", async () => {
    const host = await stage.person("Ms Weber", { browser: browsers[0] });
    const anna = await stage.person("Anna Berg", { browser: browsers[1] });
    const link = await host.createRoom({ kind: "chat" });
    await speaks(host, language);
    await use(host, "leave-something");
    await reach(host, "box-name");
    await host.page.keyboard.type(host.name);
    await reach(host, "box-text");
    await host.page.keyboard.type("The agenda");
    await use(host, "box-leave");
    const left = boxWords[language].left;
    await hears(host, left);
    await host.page.keyboard.press("Escape");
    expect(await host.page.evaluate(() => document.activeElement?.getAttribute("data-test"))).toBe(
      "leave-something",
    );

    await anna.visit(link);
    await speaks(anna, language);
    await use(anna, "continue");
    await reach(anna, "name");
    await anna.page.keyboard.type(anna.name);
    await use(anna, "join");
    const title = `${host.name} ${boxWords[language].title}`;
    await hears(anna, title);
    await use(anna, "box-open");
    await anna.see("box-note");
    await use(anna, "box-erase");
    const erased = boxWords[language].erased;
    await hears(anna, erased);
    await heardOnce(host, [left]);
    await heardOnce(anna, [title, erased]);
  });
});
