// Ties a text area to the notes: what is typed goes there at once, and what others write is drawn
// without moving the caret away from where it was among the letters.
import type { Notes, Refusal } from "../../../call/together/notes/notes.ts";
import { type Delta, editBetween, movedBy } from "../../../call/together/notes/textedit.ts";

export interface BindingOptions {
  /** What was typed is not in the notes, and not in the area any more. */
  refused(why: Refusal): void;
}

/** The result unties them. */
export function bindArea(
  area: HTMLTextAreaElement,
  notes: Notes,
  options: BindingOptions,
): () => void {
  const binding = new Binding(area, notes, options);
  return () => binding.untie();
}

class Binding {
  readonly #area: HTMLTextAreaElement;
  readonly #notes: Notes;
  readonly #options: BindingOptions;
  /** What the area has been given, or has given. */
  #drawn: string;
  /** By others, while an input method is at work: it would lose its place. */
  #held: Delta[] = [];
  #isComposing = false;
  readonly #stops: (() => void)[] = [];

  constructor(area: HTMLTextAreaElement, notes: Notes, options: BindingOptions) {
    this.#area = area;
    this.#notes = notes;
    this.#options = options;
    this.#drawn = notes.text.peek();
    area.value = this.#drawn;
    this.#stops.push(notes.onChange((delta, isTyped) => !isTyped && this.#follow(delta)));
    this.#listen("input", () => this.#isComposing || this.#takeTyped());
    this.#listen("compositionstart", () => {
      this.#isComposing = true;
    });
    this.#listen("compositionend", () => {
      this.#isComposing = false;
      this.#takeTyped();
    });
    this.#listen("keydown", (event) => this.#undoByKey(event as KeyboardEvent));
    this.#listen("beforeinput", (event) => this.#undoByMenu(event as InputEvent));
    for (const moved of ["select", "keyup", "pointerup", "focus"])
      this.#listen(moved, this.#tellCaret);
    this.#listen("blur", () => notes.carets.moveTo(undefined));
  }

  untie(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#notes.carets.moveTo(undefined);
  }

  #listen(kind: string, work: (event: Event) => void): void {
    this.#area.addEventListener(kind, work);
    this.#stops.push(() => this.#area.removeEventListener(kind, work));
  }

  readonly #tellCaret = () => {
    const place = this.#area.selectionEnd;
    if (this.#held.length === 0 && place <= this.#notes.text.peek().length)
      this.#notes.carets.moveTo(place);
  };

  #follow(delta: Delta): void {
    this.#held.push(delta);
    if (!this.#isComposing) this.#drawText();
  }

  /** What was typed, at the place where it stands now. */
  #takeTyped(): void {
    const { value, selectionEnd } = this.#area;
    const { at, removed, inserted } = editBetween(this.#drawn, value, selectionEnd);
    const moved = (place: number) => this.#held.reduce(movedBy, place);
    const [start, end] = [moved(at), moved(at + removed)];
    this.#drawn = value;
    const refusal = this.#notes.makeEdit({
      at: start,
      removed: Math.max(0, end - start),
      inserted,
    });
    if (refusal !== undefined) this.#options.refused(refusal);
    if (this.#held.length > 0 || this.#notes.text.peek() !== value) this.#drawText();
    this.#tellCaret();
  }

  #drawText(): void {
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = this.#area;
    const [start = 0, end = 0] = [selectionStart, selectionEnd].map((place) =>
      this.#held.reduce(movedBy, place),
    );
    this.#held = [];
    this.#drawn = this.#notes.text.peek();
    this.#area.value = this.#drawn;
    // In a browser that gives the focus with the selection, only to who has it.
    if (document.activeElement === this.#area)
      this.#area.setSelectionRange(start, end, selectionDirection);
    this.#area.scrollTop = scrollTop;
  }

  // The browser's own would take back what others have written.
  #undoByKey(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.#notes.makeAgain();
    else this.#notes.takeBack();
  }

  #undoByMenu(event: InputEvent): void {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    if (event.inputType === "historyUndo") this.#notes.takeBack();
    else this.#notes.makeAgain();
  }
}
