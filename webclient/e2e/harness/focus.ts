/** Presses what can be pressed and looks where the focus is afterwards. */
import type { Page } from "puppeteer-core";

interface Presses {
  /** After which presses the body had it. */
  readonly lost: string[];
  /** What was pressed. */
  readonly all: string[];
}

/** Presses each control of a screen once, in whichever of its states it comes first. */
export class Presser {
  readonly pressed = new Set<string>();

  /** After which presses of what is new in this state the body has the focus. */
  async lostFocus(page: Page, state: string): Promise<string[]> {
    await page.bringToFront();
    const screen = `${state.split("-")[0]} `;
    const known = [...this.pressed].filter((one) => one.startsWith(screen));
    const names = known.map((one) => one.slice(screen.length));
    const { lost, all } = await page.evaluate(pressAll, names);
    for (const control of all) this.pressed.add(screen + control);
    return lost.map((control) => `the focus is lost after ${control}`);
  }
}

/** Runs in the page. */
async function pressAll(known: readonly string[]): Promise<Presses> {
  const [lost, all]: [string[], string[]] = [[], []];
  /** They load the page anew, ask a server, or have the browser show that it saves a file. */
  const saves = ["save-chat", "file-save", "calendar-file", "own-calendar", "knows-download"];
  const leave = ["retry", "mail-draft", "check-connection", ...saves];
  const isLost = () => document.activeElement === null || document.activeElement === document.body;
  const settle = async () => {
    for (let frames = 0; frames < 4; frames++)
      await new Promise((done) => requestAnimationFrame(done));
  };
  const look = async (what: string) => {
    await settle();
    if (!isLost()) return;
    await new Promise((done) => setTimeout(done, 300)); // a busy machine
    if (isLost()) lost.push(what);
  };
  if (document.activeElement === document.body) document.querySelector("h1")?.focus();
  for (;;) {
    const buttons = [...document.querySelectorAll<HTMLElement>("button[data-test]")];
    const dialogs = [...document.querySelectorAll("dialog[open]")];
    const dialog = dialogs.find((one) => one.getClientRects().length > 0);
    const next = buttons.find(
      (button) =>
        ![...known, ...all, ...leave].includes(button.dataset.test ?? "") &&
        button.getClientRects().length > 0 &&
        (dialog === undefined || dialog.contains(button)),
    );
    if (next === undefined && dialog === undefined) break;
    if (next === undefined) {
      (dialog as HTMLDialogElement).close();
      await look("a dialog closed");
      continue;
    }
    const name = next.dataset.test ?? "";
    all.push(name);
    next.focus();
    next.click();
    await look(name);
  }
  return { lost, all };
}
