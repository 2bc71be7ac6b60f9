import { expect, test } from "vitest";
import { askThePage } from "./containers.ts";

const squeeze = (css: string) => css.replace(/\s+/g, " ").trim();

test("a rule about the call is there once more, about the page, and right behind the first", () => {
  const css = `a { b: c }
@container call (max-width: 9rem) {
  a { b: d }
  e { f: g }
}
a { b: h }`;
  expect(squeeze(askThePage(css))).toBe(
    squeeze(`a { b: c }
@container call (max-width: 9rem) { a { b: d } e { f: g } }
@supports not (container-type: inline-size) { @media (max-width: 9rem) { a { b: d } e { f: g } } }
a { b: h }`),
  );
});

test.each(["@container (max-width: 9rem) { a { b: c } }", "a { b: c }", ""])(
  "%s stays as it is",
  (css) => {
    expect(askThePage(css)).toBe(css);
  },
);
