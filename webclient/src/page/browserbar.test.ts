// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { colourBrowserBar } from "./browserbar.ts";

test("bar and page have the colour of the stage for the time of a call", () => {
  document.head.innerHTML = `<meta name="theme-color" content="#ffffff">`;
  const page = document.documentElement;
  page.style.setProperty("--stage", "#0e1013");
  const bar = () => document.querySelector<HTMLMetaElement>("meta[name=theme-color]")?.content;
  const end = colourBrowserBar();
  expect([bar(), page.style.backgroundColor]).toEqual(["#0e1013", "#0e1013"]);
  end();
  expect([bar(), page.style.backgroundColor]).toEqual(["#ffffff", ""]);
});
