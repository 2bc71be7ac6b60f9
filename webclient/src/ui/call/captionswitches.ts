// What this person has switched on of captions; until they leave the call.
import { signal } from "@preact/signals";

export const captions = {
  shown: signal(false),
  /** The field to write them in. */
  written: signal(false),
  /** The browser writes down what they say. */
  spoken: signal(false),
};
