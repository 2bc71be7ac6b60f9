// Which ways there are to see the others, and how one is chosen.
import type { Mode, View } from "../../../page/callview.ts";
import { mostPins } from "./regions.ts";

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
