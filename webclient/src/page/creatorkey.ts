// The creator link by which the person came, and that this browser was asked to remember: in its
// local storage, as the rooms are (docs/adr/0027).
import { signal } from "@preact/signals-core";
import { parseCreator } from "../crypto/link.ts";

const place = "einmal creator";

export class CreatorKey {
  readonly #fragment: ReturnType<typeof signal<string>>;
  readonly #kept = signal("");

  /** `opened` is the fragment of a creator link that was opened in this tab; empty for none. */
  constructor(opened: string) {
    this.#read();
    this.#fragment = signal(opened || this.#kept.peek());
    globalThis.addEventListener("storage", () => this.#read());
  }

  /** The fragment of the link; empty if there is none. */
  get fragment(): string {
    return this.#fragment.value ?? "";
  }

  /** Whether this browser remembers it. */
  get isKept(): boolean {
    return this.fragment !== "" && this.#kept.value === this.fragment;
  }

  /** False if the browser refuses to store anything. */
  keep(): boolean {
    try {
      localStorage.setItem(place, this.fragment);
    } catch {
      return false;
    }
    this.#read();
    return true;
  }

  /** This tab has it until it is closed. */
  forget(): void {
    localStorage.removeItem(place);
    this.#read();
  }

  #read(): void {
    this.#kept.value = stored();
  }
}

/** What is damaged counts as nothing, and what the browser keeps from the page as well. */
function stored(): string {
  try {
    const fragment = localStorage.getItem(place) ?? "";
    parseCreator(fragment);
    return fragment;
  } catch {
    return "";
  }
}
