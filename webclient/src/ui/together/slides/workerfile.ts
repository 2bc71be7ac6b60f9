// Where the worker is that reads a PDF. The build writes it (pdfworker.ts); without one there is none.

export interface WorkerFile {
  readonly url: string;
  /** W3C Subresource Integrity. */
  readonly integrity: string;
}

export const workerFile: WorkerFile | undefined = undefined;
