// How this person sees the call: who is large, and whether their own picture is drawn. It is theirs
// alone: kept with the visit (tabstate.ts), sent to nobody.
import { computed, type Signal, signal } from "@preact/signals-core";

/** How the others are shown. */
export type Mode =
  /** All who have a picture alike. */
  | "grid"
  /** Whoever speaks, or what is shared, large. */
  | "speaker"
  /** What is shared, and whoever speaks beside it. */
  | "side";

export interface View {
  /** Undefined is whatever fits: what is shared is large, and people are alike. */
  readonly choice: Signal<Mode | undefined>;
  /** The sids of those who stay large, the newest last. */
  readonly pins: Signal<readonly string[]>;
  readonly selfHidden: Signal<boolean>;
}

/** What of it outlasts a reload. */
export interface KeptView {
  readonly choice?: Mode | undefined;
  readonly pins: readonly string[];
  readonly selfHidden: boolean;
}

export function makeView(): View {
  return {
    choice: signal<Mode | undefined>(undefined),
    pins: signal<readonly string[]>([]),
    selfHidden: signal(false),
  };
}

/** Of this page. */
export const pageView = makeView();

/** Undefined while nothing was chosen. */
export const callView = computed((): KeptView | undefined => {
  const { choice, pins, selfHidden } = pageView;
  const kept = { choice: choice.value, pins: pins.value, selfHidden: selfHidden.value };
  const chosen = kept.choice !== undefined || kept.pins.length > 0 || kept.selfHidden;
  return chosen ? kept : undefined;
});

/** After a reload, or for another room: then there is nothing yet. */
export function resumeView(kept: KeptView | undefined): void {
  pageView.choice.value = kept?.choice;
  pageView.pins.value = kept?.pins ?? [];
  pageView.selfHidden.value = kept?.selfHidden ?? false;
}
