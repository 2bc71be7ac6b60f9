// Draws screens in a test and finds things in them as a person or a browser test would: by handle.
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import type { Services } from "../../page/services.ts";
import { mountApp } from "../app.tsx";
import { desk, inside, stage } from "../late.ts";
import "./words.ts";

/** A fresh page with `content` in it. */
export async function showScreen(content: ComponentChild): Promise<void> {
  await desk.load();
  const root = freshRoot();
  await act(() => render(content, root));
}

export async function openPage(services: Services): Promise<void> {
  await Promise.all([desk.load(), inside.load(), stage.load()]);
  const root = freshRoot();
  await act(() => mountApp(root, services));
}

function freshRoot(): HTMLElement {
  const old = document.getElementById("app");
  if (old) render(null, old);
  document.body.innerHTML = '<div id="app"></div>';
  return document.getElementById("app") as HTMLElement;
}

export function findAll(handle: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-test="${handle}"]`)];
}

export function isShown(handle: string): boolean {
  return findAll(handle).length > 0;
}

/** The one element with this handle. */
export function byHandle(handle: string): HTMLElement {
  const found = findAll(handle);
  if (found.length !== 1) throw new Error(`${found.length} elements with the handle ${handle}`);
  return found[0] as HTMLElement;
}

export const press = (handle: string) => pressTimes(handle, 1);
/**
 * As somebody does whose first press has shown nothing yet: twice at once, and again when what was
 * pressed is done but not drawn.
 */
export const pressAgain = (handle: string) => pressTimes(handle, 2, 1);

async function pressTimes(handle: string, ...times: number[]): Promise<void> {
  await act(async () => {
    const control = byHandle(handle);
    for (const presses of times) {
      for (let n = 0; n < presses; n++) control.click();
      // The next screen may have to be loaded, and is there already.
      for (let i = 0; i < 10; i++) await Promise.resolve();
    }
  });
}

export async function write(handle: string, text: string): Promise<void> {
  await act(() => {
    const field = byHandle(handle) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export async function pressKey(name: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(() => {
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(
      new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }),
    );
  });
}

/** Changes signals and lets the screens follow. */
export async function change(work: () => unknown): Promise<void> {
  await act(work as () => void | Promise<void>);
}
