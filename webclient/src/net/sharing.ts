// What people say to each other about a screen that is shared (protocol, sections 4.3 and 4.9), and
// what is known of it.

/** Where somebody points on a shared screen, in ten-thousandths of its width and height. */
export interface PointerMessage {
  readonly kind: "pointer";
  /** The sid of who shares it. */
  readonly presenter: string;
  readonly x: number;
  readonly y: number;
}

/** The greatest of both. */
export const pointerScale = 10_000;

/** Somebody points. */
export interface Pointing {
  /** Undefined for oneself, as `on`. */
  readonly by: string | undefined;
  /** Who shares the screen. */
  readonly on: string | undefined;
  /** Ten-thousandths of its width and height. */
  readonly x: number;
  readonly y: number;
}

/** What somebody shares of their screen. */
export interface Share {
  readonly mode: "text" | "video";
  /** Whoever sees it may point at it. */
  readonly pointing: boolean;
}
