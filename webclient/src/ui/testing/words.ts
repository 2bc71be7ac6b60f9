// All words, as after the first screens have been left.
import { loadWords } from "../i18n/index.ts";

const parts = ["words", "desk", "stage"] as const;
await Promise.all(parts.flatMap((part) => [loadWords(part, "en"), loadWords(part, "de")]));
