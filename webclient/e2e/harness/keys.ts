/** Using a page with the keyboard alone. */
import { expect } from "vitest";
import { handle, type Person } from "./person.ts";

/** Firefox leaves the page at its end. */
type Way = "back";

/** Tabs to a control and presses it. */
export async function use(person: Person, name: string, way?: Way): Promise<void> {
  await reach(person, name, way);
  await person.page.keyboard.press("Enter");
}

/** Tabs until the control has the focus, which must be visible. */
export async function reach(person: Person, name: string, way?: Way): Promise<void> {
  await person.see(name);
  for (let tabs = 0; tabs < 60; tabs++) {
    const focus = await person.page.evaluate((selector) => {
      const active = document.activeElement;
      return {
        there: active?.matches(selector) ?? false,
        // Firefox shows it in the window at hand alone.
        visible: active?.matches(":focus-visible") || navigator.userAgent.includes("Firefox"),
      };
    }, handle(name));
    if (focus.there) {
      expect(focus.visible, `the focus on ${name} can be seen`).toBe(true);
      return;
    }
    if (way === "back") await person.page.keyboard.down("Shift");
    await person.page.keyboard.press("Tab");
    if (way === "back") await person.page.keyboard.up("Shift");
  }
  throw new Error(`${name} cannot be reached with Tab`);
}
