// German: see words.en.ts.
export { de as screens } from "./de.ts";
export { problemActions, problems, problemTitles } from "./problems.de.ts";
