// What others write of a document is read here before Yjs makes anything of it: an update holds
// nothing but what the part is made of (protocol, section 4.12).
import * as Y from "yjs";
import type { Bytes } from "../../../crypto/bytes.ts";
import { ProtocolError } from "../../../net/protocol.ts";

/** A clock counts characters or strokes: nobody comes so far. */
const mostClock = 2 ** 32;

/** What stands in one root of a document, and nothing else does. */
export interface Content {
  /** The name of the root. */
  readonly root: string;
  /** Whether this may stand in it. */
  isAllowed(content: unknown): boolean;
}

/** Throws a ProtocolError unless it is an update of such a document. */
export function checkUpdate(update: Bytes, { root, isAllowed }: Content): void {
  for (const struct of decode(update)) {
    if (struct.id.clock + struct.length > mostClock)
      throw new ProtocolError("bad-message", "clock");
    if (!(struct instanceof Y.Item)) continue; // a gap, or what is gone
    const { parentSub, content } = struct;
    // The name of a root is not looked up yet; without one it stands where its neighbours stand.
    const parent: unknown = struct.parent;
    const isInRoot = parent === null || parent === root;
    if (
      !isInRoot ||
      parentSub !== null ||
      !(content instanceof Y.ContentDeleted || isAllowed(content))
    )
      throw new ProtocolError("bad-message", "not of this document");
  }
}

function decode(update: Bytes) {
  try {
    return Y.decodeUpdate(update).structs;
  } catch {
    throw new ProtocolError("bad-message", "no update");
  }
}
