// @vitest-environment happy-dom
// Real browsers differ in what they say when the focused element goes; layout.e2e asks them.
import { expect, test, vi } from "vitest";
import { keepFocus } from "./focus.ts";

const lost = () => vi.waitFor(() => expect(document.activeElement).not.toBe(document.body));

function show(html: string): void {
  document.body.innerHTML = html;
}

const find = (id: string) => document.getElementById(id) as HTMLElement;

test("what goes hands the focus to what is around it, or to the heading", async () => {
  keepFocus();
  show('<main><h1 tabindex="-1">T</h1><p><button id="out">O</button></p></main>');
  find("out").focus();
  find("out").remove();
  await lost();
  expect(document.activeElement?.tagName).toBe("H1");

  show(
    '<section tabindex="-1" id="near"><ul><li id="gone"><button id="in">I</button></li></ul></section>',
  );
  find("in").focus();
  find("gone").remove();
  await lost();
  expect(document.activeElement?.id).toBe("near");
});

test("what goes from a dialog hands the focus to its heading, and not to what is behind it", async () => {
  keepFocus();
  show(
    '<section tabindex="-1"><dialog open><h2 tabindex="-1">Below</h2></dialog><dialog open>' +
      '<h2 tabindex="-1" id="title">T</h2><p id="gone"><button id="in">I</button></p></dialog></section>',
  );
  find("in").focus();
  find("gone").remove();
  await lost();
  expect(document.activeElement?.id).toBe("title");
});

test("who presses beside a field has left it", async () => {
  keepFocus();
  show('<main><h1 tabindex="-1">T</h1><input id="field"></main>');
  find("field").focus();
  find("field").blur();
  await new Promise((done) => setTimeout(done, 300));
  expect(document.activeElement).toBe(document.body);
});
