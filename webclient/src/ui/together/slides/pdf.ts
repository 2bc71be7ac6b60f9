// A PDF, opened in this browser alone and drawn page by page: loaded when somebody chooses one. It is
// read in a worker that can load nothing and connect to nothing.
import { getDocument, PDFWorker, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { PictureBytes } from "../../../call/together/pictures/pictures.ts";
import { mostPages } from "../../../call/together/slides/messages.ts";
import type { Slides } from "../../../call/together/slides/model.ts";
import { toPicture } from "../pictures/encode.ts";
import { type WorkerFile, workerFile } from "./workerfile.ts";

/** Bytes: it is read into memory. */
const mostBytes = 100_000_000;
/** Of the longer side of a page, in pixels. */
const longSide = 1280;
/** A page takes so long at most, and so does the whole file to be opened, in ms. */
const patienceMs = 30_000;

/** Why there is nothing to show. */
export type PdfProblem = "damaged" | "encrypted" | "large" | "pages" | "unsupported" | "missing";

export class PdfError extends Error {
  readonly problem: PdfProblem;

  constructor(problem: PdfProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Rejects with a PdfError. */
export async function openPdf(file: File): Promise<Slides> {
  if (file.size > mostBytes) throw new PdfError("large");
  const port = await openWorker();
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    worker,
    // Nothing is fetched, compiled or run: a font that is not in the file is the system's.
    useWasm: false,
    isEvalSupported: false,
    useWorkerFetch: false,
    enableXfa: false,
    useSystemFonts: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  const close = () => {
    void task.destroy();
    worker.destroy();
    port.terminate();
  };
  try {
    const failed = new Promise<never>((_, reject) => {
      port.addEventListener("error", () => reject(new PdfError("unsupported")));
    });
    const pdf = await within(Promise.race([task.promise, failed]));
    if (pdf.numPages > mostPages) throw new PdfError("pages");
    const draw = async (number: number): Promise<PictureBytes> => {
      const page = await within(pdf.getPage(number));
      const { width, height } = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: longSide / Math.max(width, height, 1) });
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(viewport.width));
      canvas.height = Math.max(1, Math.round(viewport.height));
      const drawing = page.render({ canvas, viewport, background: "#ffffff" });
      await within(drawing.promise).finally(() => drawing.cancel());
      page.cleanup();
      return await toPicture(canvas);
    };
    return { title: file.name.replace(/\.pdf$/i, ""), pages: pdf.numPages, draw, close };
  } catch (error) {
    close();
    throw error instanceof PdfError ? error : new PdfError(problemOf(error));
  }
}

function problemOf(error: unknown): PdfProblem {
  return error instanceof Error && error.name === "PasswordException" ? "encrypted" : "damaged";
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it takes too long")), patienceMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function openWorker(): Promise<Worker> {
  const file: WorkerFile | undefined = workerFile;
  if (file === undefined) throw new PdfError("missing");
  try {
    // As it was built, or not at all; the browser keeps it.
    const answer = await fetch(file.url, { integrity: file.integrity });
    if (!answer.ok) throw new Error("it is not there");
    await answer.arrayBuffer();
  } catch {
    throw new PdfError("missing");
  }
  return makeWorker(file.url);
}

type ScriptPolicy = { createScriptURL(url: string): string };
let policy: ScriptPolicy | undefined;

/** Trusted types let the page make no other but this one and that of media/blurring.ts. */
function makeWorker(url: string): Worker {
  const rules = {
    createScriptURL: (wanted: string) => {
      if (wanted !== workerFile?.url) throw new TypeError("not this worker");
      return wanted;
    },
  };
  policy ??= globalThis.trustedTypes?.createPolicy("einmal-pdf", rules) ?? rules;
  return new Worker(policy.createScriptURL(url), { type: "module" });
}
