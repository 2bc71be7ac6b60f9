// The browser tab's title: the name of the screen, unless somebody knocks.
import { effect, signal } from "@preact/signals-core";

export const screenTitle = signal("");
/** Takes the place of the screen's title while it is set. */
export const attentionTitle = signal<string | undefined>(undefined);

effect(() => {
  const title = attentionTitle.value ?? screenTitle.value;
  document.title = title ? `${title} – einmal` : "einmal";
});
