// Whether recordings may lie in this browser, for the screens.
export { mayHoldRecordings } from "../media/recording/flag.ts";
