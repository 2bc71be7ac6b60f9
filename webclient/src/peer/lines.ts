// The lines of media between two peers. Those for a screen that is shared are there from the first
// offer on, so that a share begins and ends without a negotiation.

export type MediaKind = "audio" | "video";

/** In the order of their sections; `screenAudio` is the sound of what is shared. */
export type Line = "audio" | "video" | "screen" | "screenAudio";

const kinds: Readonly<Record<Line, MediaKind>> = {
  audio: "audio",
  video: "video",
  screen: "video",
  screenAudio: "audio",
};

export function kindOf(line: Line): MediaKind {
  return kinds[line];
}

/** Of a call that has these; a screen is shown where pictures are. */
export function linesFor(media: readonly MediaKind[]): readonly Line[] {
  return media.includes("video") ? [...media, "screen", "screenAudio"] : media;
}

/** Which line a transceiver is, by its place among all and its kind: never by what a peer names it. */
export function lineAt(place: number, kind: string): Line {
  if (place < 2) return kind === "audio" ? "audio" : "video";
  return kind === "audio" ? "screenAudio" : "screen";
}
