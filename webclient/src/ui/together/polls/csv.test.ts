// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Poll } from "../../../call/together/polls/model.ts";
import { language } from "../../i18n/index.ts";
import * as en from "../../i18n/polls.en.ts";
import { addWords } from "../words.ts";
import { pollsAsCsv } from "./csv.ts";

addWords({ en: en.polls, de: {} });

const poll: Poll = {
  ...{ id: "a", askerName: "Ada", state: "closed", type: "single", secret: false, own: [] },
  question: 'Who said "yes"?',
  choices: ["=1+1", "No"],
  answers: [
    { name: "Ben", choices: [0] },
    { name: "@Cem", choices: [0] },
  ],
  ...{ answered: 2, counts: [2, 0] },
};

test("results are a table in which nothing is a formula, and a secret has no names", () => {
  language.value = "en";
  const { counts: _, ...open } = { ...poll, secret: true, answers: [] };
  const scale: Poll = { ...open, type: "scale", choices: ["bad", "good"] };
  expect(pollsAsCsv([poll, scale]).split("\r\n")).toEqual([
    '\ufeff"Question","Choice","Votes","Who"',
    `"Who said ""yes""?","'=1+1","2","Ben, @Cem"`,
    '"Who said ""yes""?","No","0",""',
    '"Who said ""yes""?","1 bad","","secret"',
    ...["2", "3", "4"].map((step) => `"Who said ""yes""?","${step}","","secret"`),
    '"Who said ""yes""?","5 good","","secret"',
    "",
  ]);
});
