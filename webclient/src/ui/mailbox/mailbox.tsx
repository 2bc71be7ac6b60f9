// What was left for somebody who is not there, and links for one person each: loaded when there is
// something, or is to be.
export { GuestsDialog } from "../guests/guestsdialog.tsx";
export { PersonalLine } from "../guests/personalline.tsx";
export { BoxCard } from "./boxcard.tsx";
export { LeaveDialog } from "./leavedialog.tsx";
