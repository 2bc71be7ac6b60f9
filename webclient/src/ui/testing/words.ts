// All words, as after the first screens have been left.
import { loadWords } from "../i18n/index.ts";

await Promise.all([loadWords("en"), loadWords("de")]);
