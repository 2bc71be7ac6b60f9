// What is said about groups, on the channel for what is done together (protocol, section 4.17).
import type { GroupsText, SignedGroup } from "../../../crypto/groups.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { type Check, listOf, object, optional } from "../../../net/schema.ts";
import { base64url, integer, lineUpTo, payloadDecoder } from "../json.ts";
import { groupLimits } from "./model.ts";

/** The host's word, whoever passes it on. */
export interface GroupsWord extends GroupsText {
  readonly signature: string;
}

export type GroupsMessage =
  | ({ readonly kind: "groups" } & GroupsWord)
  /** By a member: it is in the main room, whatever the word of this epoch says. */
  | { readonly kind: "returned"; readonly epoch: number }
  /** By the host, to all. */
  | { readonly kind: "tell"; readonly text: string }
  /** Asks for the newest word. */
  | { readonly kind: "recall" };

export const groupsKinds = {
  groups: 0x80,
  returned: 0x81,
  tell: 0x82,
  recall: 0x83,
} as const satisfies Record<GroupsMessage["kind"], number>;

const epoch = integer(1, Number.MAX_SAFE_INTEGER);
const listed = listOf(
  object<SignedGroup>({
    name: lineUpTo(groupLimits.name),
    sids: listOf(base64url(8), 0, groupLimits.people),
  }),
  0,
  groupLimits.groups,
);
/** Nobody in two places, and no more than there can be. */
const groups: Check<readonly SignedGroup[]> = (value, place) => {
  const list = listed(value, place);
  const sids = list.flatMap((one) => one.sids);
  if (sids.length > groupLimits.people || new Set(sids).size !== sids.length)
    throw new ProtocolError("bad-message", place);
  return list;
};

/** Throws a ProtocolError for anything but what is in the protocol. */
export const decodeGroups = payloadDecoder<GroupsMessage>(groupsKinds, {
  groups: {
    epoch,
    groups,
    back: optional(integer(groupLimits.back.least, groupLimits.back.most)),
    signature: base64url(64),
  },
  returned: { epoch },
  tell: { text: lineUpTo(groupLimits.text) },
  recall: {},
});
