// What connects people, and is loaded later than the rest (../connecting.ts).
export { Pair } from "../../peer/pair.ts";
export { Quality } from "./quality.ts";
