// What was left for somebody who is not there: loaded when there is something, or is to be.
export { BoxCard } from "./boxcard.tsx";
export { LeaveDialog } from "./leavedialog.tsx";
