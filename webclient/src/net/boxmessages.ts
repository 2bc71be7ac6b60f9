// What is said on a socket that fills or empties a box (protocol, section 3.8). It is loaded with
// what does that.
import { base64url, integer } from "./decode.ts";
import { decoder } from "./schema.ts";

export const pieceBytes = 65_536;
export const mostPieces = 800;
/** How many a fetch brings at most. */
export const fetchPieces = 8;

export type BoxClientMessage =
  | {
      readonly kind: "put";
      readonly room: string;
      readonly pieces: number;
      readonly taker: string;
      readonly salt: string;
      readonly head: string;
      readonly signature: string;
    }
  | { readonly kind: "take"; readonly room: string; readonly signature: string }
  | { readonly kind: "fetch"; readonly from: number }
  | { readonly kind: "taken" };

export interface FoundBox {
  readonly kind: "box";
  readonly pieces: number;
  readonly salt: string;
  readonly head: string;
}

export type BoxServerMessage =
  | { readonly kind: "send" }
  | { readonly kind: "kept" }
  | FoundBox
  | { readonly kind: "erased" };

export const boxKinds = [
  ...["put", "take", "fetch", "taken"],
  ...["send", "kept", "box", "erased"],
] as const;

const pieces = integer(1, mostPieces);
const salt = base64url(32);
const head = base64url(1024);
const room = base64url(16);
const signature = base64url(64);

export const decodeBoxServer = decoder<BoxServerMessage>({
  send: {},
  kept: {},
  box: { pieces, salt, head },
  erased: {},
});

export const decodeBoxClient = decoder<BoxClientMessage>({
  put: { room, pieces, taker: base64url(32), salt, head, signature },
  take: { room, signature },
  fetch: { from: integer(0, mostPieces - 1) },
  taken: {},
});
