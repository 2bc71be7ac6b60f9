// Browsers write a recording as it comes: without its length, or a list of where to seek. This puts
// the same pictures and sounds into a file that has both; nothing is coded anew.
import {
  BlobSource,
  Conversion,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";

/**
 * Throws if that is not possible; what was written then is of no use. `progress` is told how much
 * is done, from 0 to 1.
 */
export async function makeSeekable(
  from: Blob,
  to: FileSystemWritableFileStream,
  progress: (share: number) => void,
): Promise<void> {
  const input = new Input({ formats: [MP4, WEBM], source: new BlobSource(from) });
  const isMp4 = from.type.includes("mp4");
  const format = isMp4 ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat();
  const output = new Output({ format, target: new StreamTarget(to) });
  const conversion = await Conversion.init({ input, output, showWarnings: false });
  if (!conversion.isValid || conversion.discardedTracks.length > 0) {
    await to.abort();
    throw new Error("failed");
  }
  conversion.onProgress = progress;
  await conversion.execute();
}
