// What a session is made of.
import type { Admission } from "../admission/admission.ts";
import type { AdmittedNames } from "../admission/admittednames.ts";
import type { Greetings } from "../admission/greetings.ts";
import type { HostSeat } from "../admission/hostseat.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";
import type { Endings } from "./endings.ts";
import type { Leaving } from "./leaving.ts";

export interface SessionParts {
  readonly state: CallState;
  readonly members: Members;
  /** What only the host has. */
  readonly seat: HostSeat;
  readonly names: AdmittedNames;
  readonly greetings: Greetings;
  readonly admission: Admission;
  readonly leaving: Leaving;
  readonly endings: Endings;
}
