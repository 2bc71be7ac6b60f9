// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { showScreen } from "../testing/screen.ts";
import { Linkify } from "./linkify.tsx";

const link = "https://call.example/#1AFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O9i";

test.each([
  ["no address here", [], "no address here"],
  [
    "see https://a.example/x?y=1#z.",
    ["https://a.example/x?y=1#z"],
    "see https://a.example/x?y=1#z.",
  ],
  [
    "(http://a.example) and https://b.example!",
    ["http://a.example", "https://b.example"],
    undefined,
  ],
  ["javascript:alert(1) and data:text/html,x", [], undefined],
  [
    "HTTPS://a.example/A_(b) and (https://b.example/A_(b)).",
    ["HTTPS://a.example/A_(b)", "https://b.example/A_(b)"],
  ],
  [
    "https://[2001:db8::1] [https://a.example/x_] https://a.example/y-",
    ["https://[2001:db8::1]", "https://a.example/x_", "https://a.example/y-"],
  ],
  [
    "https://a.example/x*y* https://a.example/~me ~~https://a.example/z~~",
    ["https://a.example/x*y", "https://a.example/~me", "https://a.example/z"],
  ],
  ["http://a ".repeat(400), Array.from({ length: 20 }, () => "http://a"), undefined],
  ["<b>https://a.example</b>", ["https://a.example"], "<b>https://a.example</b>"],
])("%j has the addresses %j and keeps every letter", async (text, links, shown = text) => {
  await showScreen(<Linkify text={text} />);
  const found = [...document.querySelectorAll("a")];
  expect(found.map((link) => link.getAttribute("href"))).toEqual(links);
  for (const link of found) expect(link.rel).toBe("noopener noreferrer");
  expect(document.getElementById("app")?.textContent).toBe(shown);
});

test.each([
  ...[
    ".",
    ",",
    ")",
    ").",
    "]",
    ">",
    "!",
    "?",
    ":",
    ";",
    "'",
    '"',
    "“",
    "”",
    " »",
    "’",
    "…",
    "...",
    "*",
    "**",
    "`",
    "|",
  ],
  ...["\u200bHello", "\u00a0Hello", "\u2060", "。", "\\n"],
])("a link of a call is whole with %j after it", async (after) => {
  for (const before of ["", "„", "*", "(", "<", "see "]) {
    await showScreen(<Linkify text={before + link + after} />);
    expect([...document.querySelectorAll("a")].map(({ href }) => href)).toEqual([link]);
    expect(document.getElementById("app")?.textContent).toBe(before + link + after);
  }
});
