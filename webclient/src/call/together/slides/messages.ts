// What is said about slides, on the channel for what is done together (protocol, section 4.18).
import { listOf, object, optional } from "../../../net/schema.ts";
import { base64url, integer, lineUpTo, payloadDecoder } from "../json.ts";
import { pictureName } from "../pictures/name.ts";

/** Of a set of slides. */
export const mostPages = 120;
/** Characters. */
export const mostTitle = 80;
/** A place is in ten-thousandths of the page's width and height. */
export const placeUnits = 10_000;
export const lastTurn = 2 ** 31;

/** What one page looks like. */
export interface Sheet {
  readonly page: number;
  readonly picture: string;
}

export interface Show {
  readonly kind: "show";
  /** Counts those who have presented: the highest one does. */
  readonly turn: number;
  /** Of the set of slides, which another presenter may go on with. */
  readonly deck: string;
  readonly title: string;
  readonly pages: number;
  readonly page: number;
}

export type SlidesMessage =
  | Show
  | { readonly kind: "sheets"; readonly turn: number; readonly sheets: readonly Sheet[] }
  | { readonly kind: "turn"; readonly turn: number; readonly page: number }
  /** Without a place: nowhere. */
  | { readonly kind: "point"; readonly turn: number; readonly x?: number; readonly y?: number }
  | { readonly kind: "offer"; readonly turn: number }
  | { readonly kind: "decline"; readonly turn: number }
  /** The sender shows nothing. */
  | { readonly kind: "end" }
  /** Asks for what the receiver shows. */
  | { readonly kind: "recall" };

export const slidesKinds = {
  show: 0x60,
  sheets: 0x61,
  turn: 0x62,
  point: 0x63,
  // 0x64 and 0x65 are those of pictures
  offer: 0x66,
  decline: 0x67,
  end: 0x68,
  recall: 0x69,
} as const satisfies Record<SlidesMessage["kind"], number>;

const turn = integer(1, lastTurn);
const page = integer(1, mostPages);
const place = optional(integer(0, placeUnits));

/** Throws a ProtocolError for anything but what is in the protocol. */
export const decodeSlides = payloadDecoder<SlidesMessage>(slidesKinds, {
  show: { turn, deck: base64url(8), title: lineUpTo(mostTitle), pages: page, page },
  sheets: { turn, sheets: listOf(object<Sheet>({ page, picture: pictureName }), 1, mostPages) },
  turn: { turn, page },
  point: { turn, x: place, y: place },
  offer: { turn },
  decline: { turn },
  end: {},
  recall: {},
});
