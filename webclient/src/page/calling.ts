// What a knock is made of: loaded together, once somebody is about to enter a room (page.ts).
import type { LoadConnecting } from "../call/mesh/connecting.ts";
import { loadSurely } from "./chunk.ts";

export { Call } from "../call/call.ts";
export { callTimer } from "./calltimer.ts";
export { openDevices } from "./opendevices.ts";
export { areNews, ownNotes, resumeNotes } from "./ownnotes.ts";

/** What a call is made of besides. */
export const loadConnecting: LoadConnecting = () =>
  loadSurely("call/mesh/connecting", () => import("../call/mesh/connecting.ts"));
