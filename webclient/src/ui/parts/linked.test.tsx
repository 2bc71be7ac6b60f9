// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { show } from "../testing/screen.ts";
import { Linked } from "./linked.tsx";

test.each([
  ["no address here", [], "no address here"],
  ["see https://a.example/x?y=1#z.", ["https://a.example/x?y=1#z"], "see https://a.example/x?y=1#z."],
  ["(http://a.example) and https://b.example!", ["http://a.example", "https://b.example"], undefined],
  ["javascript:alert(1) and data:text/html,x", [], undefined],
  ["http://a ".repeat(400), Array.from({ length: 20 }, () => "http://a"), undefined],
  ["<b>https://a.example</b>", ["https://a.example"], "<b>https://a.example</b>"],
])("%j has the addresses %j and keeps every letter", async (text, links, shown = text) => {
  await show(<Linked text={text} />);
  const found = [...document.querySelectorAll("a")];
  expect(found.map((link) => link.getAttribute("href"))).toEqual(links);
  for (const link of found) expect(link.rel).toBe("noopener noreferrer");
  expect(document.getElementById("app")?.textContent).toBe(shown);
});
