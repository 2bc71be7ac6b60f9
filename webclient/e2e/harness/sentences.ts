/**
 * What a page says, sentence by sentence: each has to be one of our words that the test names, with
 * what is true at that moment filled in. A line is a sentence if it ends like one.
 */
import { en } from "../../src/ui/i18n/en.ts";
import { problems, problemTitles } from "../../src/ui/i18n/problems.en.ts";
import { handle, type Person } from "./person.ts";
import { until } from "./until.ts";

type Prefixed<Name extends string, Words> = `${Name} ${Extract<keyof Words, string>}`;
type WordName =
  | keyof typeof en
  | Prefixed<"problem", typeof problems>
  | Prefixed<"title", typeof problemTitles>;
type Values = Readonly<Record<string, string | RegExp>>;
/** A word by its name, and what stands in it at this moment. */
export type Sentence = WordName | readonly [WordName, Values];

export interface Moment {
  says: readonly Sentence[];
  /** What is so, and on the screen for a while only, or at some moments. */
  may?: readonly Sentence[];
  /** What was so since the last time, and is on the screen no longer. */
  before?: readonly Sentence[];
}

declare global {
  interface Window {
    /** Lines that have been on the screen since a test asked last. */
    linesShown?: Set<string>;
  }
}

/** Notes what this page says from now on, in every document. */
export async function listenTo(person: Person): Promise<void> {
  await person.page.evaluateOnNewDocument(noteLines);
  await person.page.evaluate(noteLines);
}

/** Runs in the page. */
function noteLines(): void {
  window.linesShown = new Set();
  const look = () => {
    // Not drawn yet: its text would be all its text. Or not started: that is bare.e2e.ts.
    if (!document.body?.offsetHeight || document.getElementById("not-started")?.offsetHeight)
      return;
    // biome-ignore lint/performance/useDomNodeTextContent: what is not drawn is not read
    for (const line of document.body.innerText.split("\n"))
      window.linesShown?.add(line.replace(/\s+/g, " ").trim());
  };
  setInterval(look, 100);
}

export class Sentences {
  readonly #always: Values;
  readonly #brief: readonly RegExp[];

  /**
   * What names people and servers in the whole of a story, and what may be said at any time while
   * something is under way, and not for long.
   */
  constructor(always: Values, brief: readonly Sentence[]) {
    this.#always = always;
    this.#brief = brief.map((sentence) => this.#pattern(sentence));
  }

  /**
   * Waits until a page says all that it has to and nothing but that and what it may, and has on it
   * the problems that are expected. What it has said since the last time must have been so as well.
   */
  async areSaid(person: Person, moment: string, { says, may, before }: Moment): Promise<void> {
    const musts = says.map((sentence) => this.#pattern(sentence));
    const now = [...musts, ...(may ?? []).map((sentence) => this.#pattern(sentence))];
    let wrong: string[] = [];
    await until(`${person.name} to read what is so ${moment}`, async () => {
      const { lines, problems: codes } = await shownNow(person);
      wrong = [
        ...untold(lines, now).map((line) => `untold: ${line}`),
        ...says.filter((_, i) => !lines.some((line) => musts[i]?.test(line))).map(missing),
        ...codes
          .map((code) => `problem ${code}`)
          .filter((name) => !says.some((one) => one === name)),
      ];
      return wrong.length === 0;
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${wrong.join("\n")}`, { cause: error.cause });
    });
    const then = (before ?? []).map((sentence) => this.#pattern(sentence));
    const all = [...now, ...then, ...this.#brief];
    const also = untold(await shownBefore(person), all);
    if (also.length > 0)
      throw new Error(`${person.name} has also read, until ${moment}:\n${also.join("\n")}`);
  }

  #pattern(sentence: Sentence): RegExp {
    const [name, own] = typeof sentence === "string" ? [sentence, {}] : sentence;
    const values: Values = { ...this.#always, ...own };
    const parts = textOf(name).split(/\{([a-z]+)\}/g);
    const source = parts.map((part, i) => {
      if (i % 2 === 0) return literal(part);
      const value = values[part];
      if (value === undefined) throw new Error(`${name} needs to be told its ${part}`);
      return typeof value === "string" ? literal(value) : `(?:${value.source})`;
    });
    return new RegExp(source.join(""));
  }
}

function textOf(name: WordName): string {
  const [kind, code = ""] = name.split(" ");
  const words: Record<string, string> =
    kind === "problem" ? problems : kind === "title" ? problemTitles : en;
  const text = words[code || name];
  if (text === undefined) throw new Error(`there is no word ${name}`);
  return text;
}

function literal(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const missing = (sentence: Sentence) => `missing: ${[sentence].flat()[0]}`;

/** Of the lines that are sentences, those that are not made of what is named. */
function untold(lines: readonly string[], named: readonly RegExp[]): string[] {
  const longestFirst = [...named].sort((a, b) => b.source.length - a.source.length);
  const rest = (line: string) =>
    longestFirst.reduce((left, one) => left.replace(one, ""), line).trim();
  return lines.filter((line) => /[.?!…]$/.test(line) && rest(line) !== "");
}

/** All lines, and the problems that stand on the page. */
async function shownNow(person: Person): Promise<{ lines: string[]; problems: string[] }> {
  const { text, problems } = await person.page.evaluate((problem) => {
    const all = [...document.querySelectorAll<HTMLElement>(problem)];
    // biome-ignore lint/performance/useDomNodeTextContent: what is not drawn is not read
    const text = document.body.innerText;
    return { text, problems: all.map(({ dataset }) => String(dataset.code)) };
  }, handle("problem"));
  return { lines: text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()), problems };
}

async function shownBefore(person: Person): Promise<string[]> {
  return await person.page.evaluate(() => {
    const all = [...(window.linesShown ?? [])];
    window.linesShown?.clear();
    return all;
  });
}
