// What seekable.ts takes of mediabunny. Its own types declare for everybody what browsers other than
// ours to be have.
export declare const MP4: object;
export declare const WEBM: object;
export declare const ALL_FORMATS: object[];
export declare class BufferSource {
  constructor(content: Uint8Array);
}
export declare class BlobSource {
  constructor(blob: Blob);
}
export declare class StreamTarget {
  constructor(to: WritableStream);
}
export declare class Input {
  constructor(options: { formats: object[]; source: BlobSource | BufferSource });
  computeDuration(): Promise<number>;
  getPrimaryVideoTrack(): Promise<(Track<VideoDecoderConfig> & { displayWidth: number }) | null>;
  getPrimaryAudioTrack(): Promise<Track<AudioDecoderConfig> | null>;
}
interface Track<Config> {
  getDecoderConfig(): Promise<Config | null>;
}
export declare class EncodedPacketSink {
  constructor(track: Track<VideoDecoderConfig | AudioDecoderConfig>);
  packets(): AsyncIterable<{
    readonly data: Uint8Array;
    readonly type: "key" | "delta";
    /** In seconds. */
    readonly timestamp: number;
  }>;
}
export declare class Mp4OutputFormat {
  constructor(options: { fastStart: false });
}
export declare class WebMOutputFormat {}
export declare class Output {
  constructor(options: { format: Mp4OutputFormat | WebMOutputFormat; target: StreamTarget });
}
export declare class Conversion {
  static init(options: {
    input: Input;
    output: Output;
    showWarnings: boolean;
  }): Promise<Conversion>;
  readonly isValid: boolean;
  readonly discardedTracks: readonly object[];
  onProgress?: (share: number) => unknown;
  execute(): Promise<void>;
}
