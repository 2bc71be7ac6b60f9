// English: what everybody reads who goes beyond the first screens.
import { check } from "./check.en.ts";
import { door } from "./door.en.ts";
import { leaving } from "./leaving.en.ts";
import { over } from "./over.en.ts";
import { prejoin } from "./prejoin.en.ts";
import { week } from "./week.en.ts";

export { problemActions, problems, problemTitles } from "./problems.en.ts";
export const screens = { ...check, ...door, ...leaving, ...over, ...prejoin, ...week };
