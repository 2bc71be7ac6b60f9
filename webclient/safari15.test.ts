import { expect, test } from "vitest";
import { wrapInitialisers } from "./safari15.ts";

test.each([
  ["a = helper(() => {})", "a = (() => helper(() => {}))()"],
  ["#a = new Map()", "#a = (() => new Map())()"],
  ["static a = [b, { c: 1 }]", "static a = (() => [b, { c: 1 }])()"],
  ["a = { b: c, d }", "a = (() => ({ b: c, d }))()"],
  ["a = this.b[c]", "a = (() => this.b[c])()"],
])("%s is computed in a function", (field, wrapped) => {
  expect(wrapInitialisers(`class A { ${field}; }`)).toBe(`class A { ${wrapped}; }`);
});

test.each(["a", "a = 1", "#a = () => b", "a = this.b.c", "a = { b: 1 }", "b() { return c; }"])(
  "%s stays as it is",
  (field) => {
    expect(wrapInitialisers(`class A { ${field}; }`)).toBe(`class A { ${field}; }`);
  },
);

test("a class in an initialiser has its own, and nothing changes what is computed", () => {
  const code = "class A { b = 2; a = [class { c = b(); }, this.b, d]; } new A().a.slice(1)";
  const wrapped = wrapInitialisers(code);
  expect(wrapped).toContain("c = (() => b())();");
  expect(
    new Function("d", `return (() => { ${wrapped.replace("new A", "return new A")} })()`)(3),
  ).toEqual([2, 3]);
});
