// Links for one person each: loaded when a host makes them, or somebody knocks with one.
export { GuestsDialog } from "./guestsdialog.tsx";
export { PersonalLine } from "./personalline.tsx";
