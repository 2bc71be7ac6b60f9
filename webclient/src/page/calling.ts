// What a knock is made of: loaded together, once somebody is about to enter a room (page.ts).
import { loadSurely } from "./chunk.ts";

export { Call } from "../call/call.ts";
export { callTimer } from "./calltimer.ts";
export { openDevices } from "./opendevices.ts";
export { areNews, ownNotes, resumeNotes } from "./ownnotes.ts";

/** What a call is made of besides. */
export const loadConnecting = () =>
  loadSurely("call/connecting", () => import("../call/connecting.ts"));
