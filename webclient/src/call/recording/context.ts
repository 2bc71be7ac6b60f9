// What recording asks of the call.
import type { Recordable } from "../session/recordable.ts";
import type { PartContext } from "../together/part.ts";

export type RecordContext = PartContext & Recordable;
