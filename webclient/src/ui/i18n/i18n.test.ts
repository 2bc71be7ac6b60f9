// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { stepsDe } from "../guides/words.de.ts";
import { stepsEn } from "../guides/words.en.ts";
import { de } from "./de.ts";
import { emojiTable } from "./emoji.ts";
import { en } from "./en.ts";
import { type Key, language, preferred, problemText, problemTitle, t } from "./index.ts";
import * as problemsDe from "./problems.de.ts";
import * as problemsEn from "./problems.en.ts";
import "../testing/words.ts";

test("somebody without a name is somebody", () => {
  language.value = "en";
  expect(t("knock.waiting", { name: "" })).toBe("Somebody is waiting");
  expect(t("lobby.waiting", { host: "" })).toBe("Your host can see that you are waiting.");
  expect(problemText("pair-failed", { name: "" })).toContain("You and somebody cannot");
  language.value = "de";
  expect(t("remove.title", { name: "" })).toBe("Jemand entfernen?");
});

/**
 * Words on buttons, in the bar, in the head and on tiles: German has no more than this much room
 * there.
 */
const tight: readonly Key[] = [
  "call.mic",
  "call.camera",
  "call.chat",
  "call.leave",
  "call.people",
  "tile.you",
  "view.open",
  "share.press",
  "share.stop",
  "share.text",
  "share.video",
  "share.fit",
  "share.original",
  "share.point",
  "knock.admit",
  "knock.deny",
  "knock.note",
  "kind.video",
  "kind.audio",
  "kind.chat",
  "invite.copy",
  "invite.mail",
  "ready.calendar",
  "prejoin.use.video",
  "prejoin.without",
  "prejoin.test-sound",
  "check.open",
  "check.again",
];
/**
 * 130 %, but a short word may be a few letters longer; the gallery looks whether it fits at 320 px.
 */
const room = (english: string) => Math.max(english.length * 1.3, english.length + 6);

const tables: readonly [string, Record<string, string>, Record<string, string>][] = [
  ["screens", en, de],
  ["problems", problemsEn.problems, problemsDe.problems],
  ["problem titles", problemsEn.problemTitles, problemsDe.problemTitles],
  ["problem actions", problemsEn.problemActions, problemsDe.problemActions],
];

beforeEach(() => {
  language.value = "en";
});

describe.each(tables)("the words for %s", (_, english, german) => {
  test("are there in both languages", () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
    for (const text of [...Object.values(english), ...Object.values(german)])
      expect(text.trim()).not.toBe("");
  });

  test("name the same values in both languages", () => {
    const values = (text: string | undefined) => [...new Set(text?.match(/\{[a-z]+\}/g))].sort();
    for (const key of Object.keys(english))
      expect(values(german[key]), key).toEqual(values(english[key]));
  });
});

test("German fits where it has to", () => {
  for (const key of tight)
    expect(de[key].length, `${key}: ${de[key]}`).toBeLessThanOrEqual(room(en[key]));
});

test("German says Sie, not du", () => {
  for (const text of [...Object.values(de), ...Object.values(problemsDe.problems)]) {
    expect(text).not.toMatch(/\b(du|dein|deine|deinen|deinem|deiner|dich|dir)\b/i);
  }
});

test("nothing is said in words that a guest has no use for, or that read as not taking part", () => {
  const unwanted =
    /ohne teilnehmen|\brelay\b|host key|internet address|Internetadresse|creator link|Vermittlung/i;
  const texts = [...tables.flatMap(([, ...both]) => both), stepsEn, stepsDe].flatMap(textsIn);
  expect(texts.filter((text) => unwanted.test(text))).toEqual([]);
});

/** All texts of a table, at any depth. */
function textsIn(table: unknown): readonly string[] {
  if (typeof table === "string") return [table];
  return Object.values(table as object).flatMap(textsIn);
}

test("every word is used somewhere", () => {
  const ui = path.join(import.meta.dirname, "..");
  const source = readdirSync(ui, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|(en|de)\.ts$/.test(name))
    .map((name) => readFileSync(path.join(ui, name), "utf8"))
    .join("\n");
  const written = new Set([...source.matchAll(/"([a-z.-]+)"/g)].map(([, key]) => key));
  // Keys with a part that is filled in: `tile.${state}.title`; and `${key}.many` beside the key
  // itself.
  const patterns = [...source.matchAll(/`([a-z-]+\.(?:[a-z-]+\.)*)\$\{[^}]+\}([a-z.-]*)`/g)].map(
    ([, before, after]) => new RegExp(`^${before}[a-z-]+${after}$`),
  );
  const used = (key: string) =>
    written.has(key) ||
    written.has(key.replace(/\.many$/, "")) ||
    patterns.some((pattern) => pattern.test(key));
  const all = [...Object.keys(en), ...Object.keys(problemsEn.problemActions)];
  expect(all.filter((key) => !used(key))).toEqual([]);
});

test("the emoji of the safety code are those of the protocol, and each has a name of its own", () => {
  const protocol = readFileSync(
    path.join(import.meta.dirname, "../../../../docs/protocol.md"),
    "utf8",
  );
  const table = /^```emoji\n([\s\S]*?)\n```$/m.exec(protocol)?.[1];
  expect(emojiTable).toEqual(table?.split(/\n| · /).map((entry) => entry.split(" ")));
  for (const i of [0, 1, 2]) expect(new Set(emojiTable.map((row) => row[i])).size).toBe(64);
});

test("a problem names what it is about", () => {
  expect(problemText("alarm", { name: "Ben Ott" })).toContain("between you and Ben Ott");
  expect(problemText("alarm", { name: "Ben Ott", late: true })).toContain(
    "Until then, your picture, sound and chat may have been sent.",
  );
  expect(problemText("denied")).toBe("Your host has not let you in.");
  expect(problemText("device-missing", { device: "camera" })).toContain("no camera.");
  expect(problemText("device-failed", { device: "camera" })).toContain("camera or microphone");
  expect(problemText("insecure")).toContain("https://");
});

test("a code that nobody has words for gets general ones", () => {
  expect(problemText("stale-epoch")).toBe(problemsEn.problems.internal);
  expect(problemText("toString")).toBe(problemsEn.problems.internal);
  expect(problemTitle("toString")).toBe(problemsEn.problemTitles.other);
});

test("a value that looks like a placeholder is left alone", () => {
  expect(t("say.chat", { name: "{text}", text: "hi" })).toBe("{text}: hi");
});

test.each([
  [["de-CH", "en"], "de"],
  [["fr", "de-AT"], "de"],
  [["fr", "it"], "en"],
  [["en-US", "de"], "en"],
  [[], "en"],
] as const)("a browser that prefers %j gets %s", (list, expected) => {
  expect(preferred(list)).toBe(expected);
});
