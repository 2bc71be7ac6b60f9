// What the host signs when it sends people into groups (protocol, section 4.17).
import { type Bytes, concat, fromBase64url, uint8, uint16, uint64, utf8 } from "./bytes.ts";

export interface SignedGroup {
  /** 1 to 40 characters, one line. */
  readonly name: string;
  readonly sids: readonly string[];
}

/** Who is in which group; whoever is in none is in the main room. */
export interface GroupsText {
  /** Only rises. */
  readonly epoch: number;
  /** None: all are together. */
  readonly groups: readonly SignedGroup[];
  /** All come back so many seconds after they hear this. */
  readonly back?: number;
}

/** By the host key. */
export function groupsBytes(room: string, { epoch, groups, back = 0 }: GroupsText): Bytes {
  const listed = groups.map(({ name, sids }) => {
    const bytes = utf8(name);
    return concat(
      uint16(bytes.length),
      bytes,
      uint8(sids.length),
      ...sids.map((sid) => fromBase64url(sid, 8)),
    );
  });
  return concat(
    utf8("einmal/1 groups"),
    fromBase64url(room, 16),
    uint64(epoch),
    uint16(back),
    uint8(groups.length),
    ...listed,
  );
}
