// What the screens see of slides.
import type { Bytes } from "../../../crypto/bytes.ts";

/** In ten-thousandths of the page's width and height. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface SlidesState {
  readonly title: string;
  readonly pages: number;
  readonly page: number;
  /** Undefined: we ourselves. */
  readonly presenter: string | undefined;
  /** The presenter has left: the page stays, and anybody may go on. */
  readonly isLeft: boolean;
  /** Of this page, by its name. */
  readonly picture: string | undefined;
  /** Those that whoever presents next can show without the PDF. */
  readonly known: ReadonlySet<number>;
  /** Where the presenter points. */
  readonly spot: Spot | undefined;
  /** Whom we have asked to go on, or for whom pages are being made. */
  readonly offeredTo: string | undefined;
  /** We are asked to go on. */
  readonly isOffered: boolean;
}

/** What a presenter shows: the PDF, or whatever else can be drawn page by page. */
export interface Slides {
  readonly title: string;
  readonly pages: number;
  /** The picture of a page, which everybody takes (pictures/head.ts). */
  draw(page: number): Promise<Bytes>;
  /** It is no longer needed. */
  close(): void;
}
