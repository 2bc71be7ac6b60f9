// What a call is made of: loaded together, once somebody is about to enter one (page.ts).
export { Call } from "../call/call.ts";
export { openDevices } from "./opendevices.ts";
