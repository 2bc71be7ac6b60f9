// What is served runs in the oldest browsers that the client is made for (oldest.ts): what they
// lack is not used, or stands in served/exceptions.ts with the reason why they do well without it.
import { build, type Rolldown } from "vite";
import { describe, expect, test } from "vitest";
import { scriptExceptions, styleExceptions } from "./served/exceptions.ts";
import { findNewInScripts } from "./served/scripts.ts";
import { findNewInStyles } from "./served/styles.ts";

const { output } = (await build({
  root: import.meta.dirname,
  logLevel: "silent",
  build: { write: false },
})) as Rolldown.RolldownOutput;
// pdf.js is for newer browsers: to who has an older one ui/together/slides/view.tsx says so.
const isPdf = (ids: readonly string[]) => ids.some((id) => id.includes("/pdfjs-dist/"));
const scripts = output.flatMap((file) =>
  file.type === "chunk" && !isPdf(file.moduleIds) ? [file.code] : [],
);
const styles = output.flatMap((file) =>
  file.type === "asset" && file.fileName.endsWith(".css") ? [String(file.source)] : [],
);

test("every script does without what the oldest browsers lack", () => {
  expect(findNewInScripts(scripts)).toEqual(Object.keys(scriptExceptions).sort());
});

test("every style does without what the oldest browsers lack", () => {
  expect(findNewInStyles(styles.join("\n"))).toEqual(Object.keys(styleExceptions).sort());
});

describe("what is too new is found", () => {
  test.each([
    ["[].toSorted()", ".toSorted"],
    ["list.findLastIndex; list.with(0, 1)", ".with"],
    ["Object.groupBy(a, b)", "Object.groupBy"],
    ["Promise.withResolvers()", "Promise.withResolvers"],
    ["AbortSignal.any([])", "AbortSignal.any"],
    ["navigator.wakeLock.request()", "navigator.wakeLock"],
    ["new CloseWatcher()", "CloseWatcher"],
    ["a.getFingerprints()", ".getFingerprints"],
    ["class A { static { b(); } }", "static block"],
    ["class A { a = b(() => c); }", "bare initialiser"],
    ["/[a&&b]/v", "flag v"],
    ["/(?<=a)b/", "lookbehind"],
    ['jsx("div", { popover: true })', "<div popover>"],
  ])("%s", (code, name) => {
    expect(findNewInScripts([code])).toEqual([name]);
  });

  test.each([
    "[].findLast(a); [].at(-1); Object.hasOwn(a, b); structuredClone(a); crypto.randomUUID()",
    "class A { #a = 1; static b = () => c; has(x) { return #a in x; } }; await 1; a ??= /(?<b>c)/d",
    "const { toSorted } = own; own.toSorted(); function CloseWatcher() {} new CloseWatcher()",
  ])("and what is not is left alone: %s", (code) => {
    expect(findNewInScripts([code])).toEqual([]);
  });

  test.each([
    ["a { height: 1dvh }", "dvh and its kin"],
    ["a { height: 1vh; height: 1cqw }", undefined],
    ["a { color: color-mix(in srgb, red, blue) }", "color-mix()"],
    ["a:has(b) {}", ":has"],
    ["a { b { color: red } }", "nested rule"],
    ["a { & b { color: red } }", "nested rule"],
    ["@container (width > 1px) {}", "@container"],
    ["@media (width >= 1px) {}", "@media with a range"],
    ["a { text-wrap: balance }", "text-wrap"],
    ["a { grid-template-rows: subgrid }", "grid-template-rows: subgrid"],
    ["a { inset: 0; aspect-ratio: 1; gap: 1px; color: rgb(0 0 0 / 50%) }", undefined],
  ])("%s", (css, name) => {
    expect(findNewInStyles(css)).toEqual(name === undefined ? [] : [name]);
  });
});
