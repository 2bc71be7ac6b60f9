// English: all words, as they are loaded.
export { en as screens } from "./en.ts";
export { problemActions, problems, problemTitles } from "./problems.en.ts";
