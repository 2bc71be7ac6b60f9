// The language of the screens: taken from the browser, switchable on every page, remembered
// nowhere. The words of the first screens are there at once, in both languages; all others are
// loaded with the screens that come after them, in one.
import { effect, type Signal, signal } from "@preact/signals";
import { loadModule } from "../../page/chunk.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import type { en } from "./en.ts";
import { first as firstDe } from "./first.de.ts";
import { first as firstEn } from "./first.en.ts";
import type * as problemsEn from "./problems.en.ts";

export type Language = "en" | "de";
export type Key = keyof typeof en;
export type ProblemCode = keyof typeof problemsEn.problems;
export type ProblemAction = keyof typeof problemsEn.problemActions;
type Values = Readonly<Record<string, string | number>>;

interface Words {
  readonly screens: Partial<Record<Key, string>>;
  readonly problems: Partial<Record<ProblemCode, string>>;
  readonly problemTitles: Partial<Record<string, string>> & { readonly other: string };
  readonly problemActions: Partial<Record<ProblemAction, string>>;
}

export const words: Readonly<Record<Language, Signal<Words>>> = {
  en: signal<Words>(firstEn),
  de: signal<Words>(firstDe),
};
type Loader = () => Promise<Partial<Words>>;

/** By their file: beyond the first screens; who makes rooms or invites; in the call alone. */
const loaders = {
  words: { en: () => import("./words.en.ts"), de: () => import("./words.de.ts") },
  desk: { en: () => import("./desk.en.ts"), de: () => import("./desk.de.ts") },
  stage: { en: () => import("./stage.en.ts"), de: () => import("./stage.de.ts") },
} satisfies Record<string, Record<Language, Loader>>;
export type WordsPart = keyof typeof loaders;

const loading = {
  en: new Map<WordsPart, Promise<void>>(),
  de: new Map<WordsPart, Promise<void>>(),
};

/**
 * Loads a part of the words of a language, once. Rejects if it does not arrive; then it can be
 * tried again.
 */
export function loadWords(part: WordsPart, code: Language = language.peek()): Promise<void> {
  const before = loading[code].get(part);
  if (before !== undefined) return before;
  const load: Loader = loaders[part][code];
  const loaded = loadModule(`ui/i18n/${part}.${code}`, load).then(
    (more) => {
      const known = words[code].peek();
      const screens = { ...known.screens, ...more.screens };
      words[code].value = { ...known, ...more, screens };
    },
    (error) => {
      loading[code].delete(part);
      throw error;
    },
  );
  loading[code].set(part, loaded);
  return loaded;
}

/** Also loads what the screens need that have been loaded in the language before. */
export async function switchLanguage(code: Language): Promise<void> {
  const parts = [...loading[language.peek()].keys()];
  await Promise.all(parts.map((part) => loadWords(part, code)));
  language.value = code;
}

export const languages: readonly { code: Language; name: string }[] = [
  { code: "en", name: "English" },
  { code: "de", name: "Deutsch" },
];

/** The first of the browser's languages that there are words for, English if none. */
export function preferred(list: readonly string[]): Language {
  const known = list
    .map((tag) => tag.toLowerCase().split("-")[0])
    .find((tag) => tag === "de" || tag === "en");
  return known === "de" ? "de" : "en";
}

export const language = signal<Language>(preferred(navigator.languages ?? [navigator.language]));

effect(() => {
  document.documentElement.lang = language.value;
});

/** Stands in for an empty name, which another program may send. */
const unnamed: Readonly<Record<string, Key>> = { name: "app.someone", host: "app.your-host" };

function fillIn(text: string, values: Values): string {
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string, at: number) => {
    const key = values[name] === "" ? unnamed[name] : undefined;
    if (key === undefined) return String(values[name] ?? whole);
    const word = t(key);
    return at === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
}

/**
 * The words for `key` in the current language. Reads the language signal: a component that calls it
 * follows a switch.
 */
export function t(key: Key, values: Values = {}): string {
  return fillIn(words[language.value].value.screens[key] ?? "", values);
}

interface About {
  /** The peer it is about. */
  readonly name?: string | undefined;
  readonly host?: string | undefined;
  readonly device?: "microphone" | "camera" | undefined;
  readonly late?: boolean | undefined;
  readonly minutes?: number;
}

const isWhole = (problems: Words["problems"]) =>
  problems !== firstEn.problems && problems !== firstDe.problems;

/** The sentence for a problem code; a code without words gets those of "internal". */
export function problemText(code: string, about: About = {}): string {
  const variant = about.late ? "late" : about.device;
  const { problems } = words[language.value].value;
  const isKnown = (code: string): code is ProblemCode => Object.hasOwn(problems, code);
  const known = [`${code}.${variant}`, code].find(isKnown) ?? "internal";
  // Its own words are on their way; others would be wrong.
  if (known === "internal" && code !== "internal" && !isWhole(problems)) return "";
  return fillIn(problems[known] ?? "", {
    name: about.name ?? t("app.someone"),
    host: about.host ?? t("app.your-host"),
    minutes: about.minutes ?? 0,
    secure: `https://${serverOrigin().host}`,
  });
}

/** The heading of a problem that fills a screen, the same for all variants of a code. */
export function problemTitle(variant: string): string {
  const [code = ""] = variant.split(".");
  const titles = words[language.value].value.problemTitles;
  return (Object.hasOwn(titles, code) && titles[code]) || titles.other;
}

export function actionText(action: ProblemAction): string {
  return words[language.value].value.problemActions[action] ?? "";
}

/** "Thursday, 5 March 2026 at 14:00 CET" in the person's language and time zone. */
export function longDate(date: Date): string {
  return formatted(date, { weekday: "long", year: "numeric", ...dayAndTime });
}

/** "Thu 5 March, 14:00 CET". */
export function shortDate(date: Date): string {
  return formatted(date, { weekday: "short", ...dayAndTime });
}

/** "14:00 CET". */
export function zonedTime(date: Date): string {
  return formatted(date, { hour: "numeric", minute: "2-digit", timeZoneName: "short" });
}

/** The zone is the one that holds at that date: CET in winter, CEST in summer. */
const dayAndTime = {
  day: "numeric",
  month: "long",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

/** "14:32", with seconds "14:32:07". */
export function timeOfDay(date: Date, seconds = false): string {
  return formatted(date, { timeStyle: seconds ? "medium" : "short" });
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format is kept: making one costs more than drawing a line of chat. */
function formatted(date: Date, parts: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(parts);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale(), parts);
  formats.set(key, format);
  return format.format(date);
}

/** "2.1 MB", "2,1 MB": a size in bytes, in units of 1,000. */
export function fileSize(size: number): string {
  const [unit, factor] = size < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
  const format: Intl.NumberFormatOptions = {
    style: "unit",
    unit,
    maximumFractionDigits: unit === "kilobyte" ? 0 : 1,
  };
  return new Intl.NumberFormat(locale(), format).format(
    Math.max(size / factor, unit === "kilobyte" ? 1 : 0),
  );
}

/**
 * The browser's own regional form of the chosen language, so that an American sees 2:00 PM and a
 * Swiss sees 14:00.
 */
function locale(): string {
  const own = (navigator.languages ?? []).find((tag) =>
    tag.toLowerCase().startsWith(language.value),
  );
  return own ?? (language.value === "de" ? "de-DE" : "en-GB");
}

/** What the person is taken to speak: the language of the page, in the form of their region. */
export function spokenLanguage(): string {
  const tag = locale();
  return tag.includes("-") ? tag : language.peek() === "de" ? "de-DE" : "en-US";
}

/** The name of a country by its two letters (ISO 3166), in the language of the page. */
export function countryName(code: string): string {
  return new Intl.DisplayNames(language.value, { type: "region" }).of(code) ?? code;
}
