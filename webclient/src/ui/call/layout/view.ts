// How the person wants to see the others: for as long as this page lives, and nowhere written down.
import { type Signal, signal } from "@preact/signals";
import { type Mode, mostPins } from "./regions.ts";

/** Undefined is whatever fits: what is shared is large, and people are alike. */
export type Choice = Mode | undefined;

export interface View {
  readonly choice: Signal<Choice>;
  /** The newest last. */
  readonly pins: Signal<readonly string[]>;
  readonly selfHidden: Signal<boolean>;
}

export function makeView(): View {
  return {
    choice: signal<Choice>(undefined),
    pins: signal<readonly string[]>([]),
    selfHidden: signal(false),
  };
}

/** Of the page: a stage that is drawn anew, as after a way back in, looks as it did. */
export const pageView = makeView();

/** A third pin takes the place of the oldest. */
export function togglePin({ pins }: View, key: string): void {
  const others = pins.value.filter((pin) => pin !== key);
  pins.value = others.length < pins.value.length ? others : [...others, key].slice(-mostPins);
}

/** The modes that make a difference, in the order of their key. */
export function modesFor(shared: boolean): readonly Mode[] {
  return shared ? ["speaker", "side", "grid"] : ["grid", "speaker"];
}

export function modeOf({ choice }: View, shared: boolean): Mode {
  const modes = modesFor(shared);
  return modes.find((mode) => mode === choice.value) ?? modes[0] ?? "grid";
}

export function nextMode(view: View, shared: boolean): Mode {
  const modes = modesFor(shared);
  const next = modes[(modes.indexOf(modeOf(view, shared)) + 1) % modes.length] ?? "grid";
  view.choice.value = next;
  return next;
}
