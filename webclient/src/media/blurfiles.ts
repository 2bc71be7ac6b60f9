// Where the files are that find the person in a picture. The build writes it (segmenter.ts); without
// one there are none.

export interface BlurFile {
  readonly url: string;
  /** W3C Subresource Integrity. */
  readonly integrity: string;
}

export type BlurFiles = Readonly<Record<"worker" | "wasm" | "model" | "graph", BlurFile>>;

export const blurFiles: BlurFiles | undefined = undefined;
