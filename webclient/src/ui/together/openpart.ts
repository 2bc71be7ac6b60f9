// Which part is open, and what parts are drawn with, once that is loaded.
import { signal } from "@preact/signals";
import type { CallModel } from "../../call/model.ts";
import { type Entry, entries, type PartView } from "./entries.ts";

/** The name of the part that stands beside or over the stage. */
export const openPart = signal<string | undefined>(undefined);

type ViewState = PartView | "loading" | "failed";

/** By the name of the part. */
export const views = signal<ReadonlyMap<string, ViewState>>(new Map());

export function entryOf(name: string | undefined): Entry | undefined {
  return entries.find((entry) => entry.name === name);
}

/** Opens a part, and loads what it lacks; again if that has failed. */
export function showPart({ together }: CallModel, name: string): void {
  openPart.value = name;
  together.use(name);
  void loadView(name);
}

export async function loadView(name: string): Promise<void> {
  const state = views.peek().get(name);
  if (state !== undefined && state !== "failed") return;
  noteState(name, "loading");
  try {
    noteState(name, (await entryOf(name)?.load()) ?? "failed");
  } catch {
    noteState(name, "failed");
  }
}

export function closePart(): void {
  openPart.value = undefined;
  const ways = document.querySelectorAll<HTMLElement>("[data-test=together], [data-test=more]");
  [...ways].find((way) => way.getClientRects().length > 0)?.focus();
}

function noteState(name: string, state: ViewState): void {
  views.value = new Map(views.peek()).set(name, state);
}
