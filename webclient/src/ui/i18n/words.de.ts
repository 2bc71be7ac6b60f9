// German: what everybody reads who goes beyond the first screens.
import { check } from "./check.de.ts";
import { door } from "./door.de.ts";
import { leaving } from "./leaving.de.ts";
import { over } from "./over.de.ts";
import { prejoin } from "./prejoin.de.ts";
import { week } from "./week.de.ts";

export { problemActions, problems, problemTitles } from "./problems.de.ts";
export const screens = { ...check, ...door, ...leaving, ...over, ...prejoin, ...week };
