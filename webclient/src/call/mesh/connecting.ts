// What connects people: loaded once somebody has knocked, while they wait.
export { Pair } from "../../peer/pair.ts";
export { Quality } from "./quality.ts";

/** Loads it; the same each time. */
export type LoadConnecting = () => Promise<typeof import("./connecting.ts")>;
