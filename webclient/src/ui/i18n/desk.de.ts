// German: what those read who make rooms or invite.
import { invite } from "./invite.de.ts";
import { rooms } from "./rooms.de.ts";

export const screens = { ...invite, ...rooms };
