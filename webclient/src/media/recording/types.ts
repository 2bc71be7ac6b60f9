// In what form a browser records: MP4 where it can, else WebM.

export interface Form {
  readonly type: string;
  readonly extension: "mp4" | "m4a" | "webm" | "ogg";
}

const pictures: readonly Form[] = [
  { type: "video/mp4;codecs=avc1.42E01F,mp4a.40.2", extension: "mp4" },
  { type: "video/mp4;codecs=avc1.42E01F,opus", extension: "mp4" },
  { type: "video/mp4;codecs=vp9,opus", extension: "mp4" },
  { type: "video/webm;codecs=vp8,opus", extension: "webm" },
  { type: "video/webm", extension: "webm" },
];
const sounds: readonly Form[] = [
  { type: "audio/mp4;codecs=mp4a.40.2", extension: "m4a" },
  { type: "audio/webm;codecs=opus", extension: "webm" },
  { type: "audio/ogg;codecs=opus", extension: "ogg" },
];

/** Undefined where a browser records nothing. */
export function formFor(
  withPicture: boolean,
  can = (type: string) => MediaRecorder.isTypeSupported(type),
): Form | undefined {
  return (withPicture ? pictures : sounds).find(({ type }) => can(type));
}
