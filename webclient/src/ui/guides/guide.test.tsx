// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, expect, test } from "vitest";
import type { Agent, Browser, System } from "../../page/agent.ts";
import { language } from "../i18n/index.ts";
import { Steps } from "./steps.tsx";
import { guideFor, type Topic } from "./topics.ts";
import { stepsDe } from "./words.de.ts";
import { stepsEn } from "./words.en.ts";

const agent = (system: System, browser: Browser, inApp = false): Agent => ({
  system,
  browser,
  inApp,
});

afterEach(() => {
  document.body.innerHTML = "";
  language.value = "en";
});

test.each<[Topic, Agent, string]>([
  ["site", agent("windows", "chrome"), "site.chrome"],
  ["site", agent("windows", "edge"), "site.edge"],
  ["site", agent("linux", "firefox"), "site.firefox"],
  ["site", agent("macos", "safari"), "site.safari-mac"],
  ["site", agent("ios", "safari"), "site.safari-ios"],
  ["site", agent("ios", "chrome"), "system.ios"],
  ["site", agent("android", "unknown"), "site.chrome-android"],
  ["site", agent("android", "firefox"), "site.firefox-android"],
  ["site", agent("unknown", "unknown"), "site.other"],
  ["system", agent("windows", "firefox"), "system.windows"],
  ["system", agent("linux", "chrome"), "system.other"],
  ["app", agent("ios", "unknown", true), "app.ios"],
  ["app", agent("unknown", "unknown", true), "app.android"],
])("%s, %j: %s", (topic, agent, id) => {
  expect(guideFor(topic, agent)).toBe(id);
});

test("each has as many steps in both languages, and a picture that is not read out", () => {
  for (const [id, steps] of Object.entries(stepsEn))
    expect(stepsDe[id as keyof typeof stepsDe]).toHaveLength(steps.length);
  for (const spoken of ["en", "de"] as const) {
    language.value = spoken;
    const root = document.createElement("div");
    render(<Steps topic="site" agent={agent("macos", "safari")} />, root);
    expect(root.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
    expect(root.querySelectorAll("li")).toHaveLength(3);
    expect(root.textContent).toContain(spoken === "de" ? "Menü „Safari“" : "menu “Safari”");
  }
});
