// @vitest-environment happy-dom
// What is said of things that were left, at the worst moments too.
import { expect, test } from "vitest";
import { BoxError, DamagedBox } from "../../page/mailbox.ts";
import { language } from "../i18n/index.ts";
import "../testing/words.ts";
import { describe } from "./boxcard.tsx";
import { codeOfBox, problemOf } from "./problem.ts";
import { mailboxText, mailboxWords } from "./words.ts";

test("each word is there in both languages, with the same gaps", () => {
  const gaps = (text: string) => (text.match(/\{[a-z]+\}/g) ?? []).sort();
  for (const [key, text] of Object.entries(mailboxWords.en)) {
    const other = mailboxWords.de[key as keyof typeof mailboxWords.en];
    expect(other, key).not.toBe("");
    expect(gaps(other), key).toEqual(gaps(text));
  }
});

test("a server that does not answer is not said to have done anything", () => {
  language.value = "en";
  const lost = codeOfBox(new BoxError("box-lost"));
  expect(problemOf(lost, "leave")).toContain("has not said that it keeps this");
  expect(problemOf(lost, "erase")).toContain("It may still lie there");
  expect(problemOf(lost, "look")).toContain("cannot be told at the moment");
});

test("what was altered, and what has no words, have some", () => {
  language.value = "en";
  expect(problemOf(codeOfBox(new DamagedBox()), "take")).toContain("It is not shown");
  expect(problemOf(codeOfBox(new TypeError("x")), "take")).toBe(mailboxText("problem.other"));
  expect(problemOf("something-new", "look")).toBe(mailboxText("problem.other"));
});

test("what lies there is named", () => {
  language.value = "en";
  const head = { from: "Ms Weber", file: "", size: 0, note: 4 };
  expect(describe("card", head)).toBe("A message.");
  const file = { ...head, file: "x.pdf", size: 2_100_000 };
  expect(describe("card", file)).toBe("A message, and a file: “x.pdf”, 2.1 MB.");
  expect(describe("leave.there", { ...file, note: 0 })).toBe("“x.pdf”, 2.1 MB");
});
