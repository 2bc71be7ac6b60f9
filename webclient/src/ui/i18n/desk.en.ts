// English: what those read who make rooms or invite.
import { invite } from "./invite.en.ts";
import { rooms } from "./rooms.en.ts";

export const screens = { ...invite, ...rooms };
