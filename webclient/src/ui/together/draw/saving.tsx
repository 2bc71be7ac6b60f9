// A drawing as a file, with the picture that it is on.
import { useSignal } from "@preact/signals";
import type { Drawing } from "../../../call/together/draw/drawing.ts";
import { toSvg } from "../../../call/together/draw/export.ts";
import { pageHeight, pageWidth } from "../../../call/together/draw/stroke.ts";
import type { Picture } from "../../../call/together/pictures/pictures.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { download } from "../../text/download.ts";
import { SaveChoices } from "../panel.tsx";
import { blobOf } from "../pictures/pictureurl.ts";

export function SaveDrawing({ drawing }: { drawing: Drawing }) {
  const failed = useSignal(false);
  const { strokes } = drawing;
  const picture = drawing.picture.value;
  const paper = typeof picture === "object" ? picture : undefined;
  const save = async (kind: "png" | "svg", make: () => Promise<Blob>) => {
    failed.value = false;
    try {
      download(`${t("draw.file")}.${kind}`, await make());
    } catch {
      failed.value = true;
    }
  };
  const makeSvg = async () =>
    svgBlob(toSvg(strokes.peek(), paper === undefined ? "white" : await dataUrl(blobOf(paper))));
  return (
    <SaveChoices
      legend={t("draw.save")}
      disabled={strokes.value.length === 0 && paper === undefined}
    >
      <Button
        data-test="draw-png"
        onClick={() => void save("png", () => toPng(svgBlob(toSvg(strokes.peek(), "none")), paper))}
      >
        PNG
      </Button>
      <Button data-test="draw-svg" onClick={() => void save("svg", makeSvg)}>
        SVG
      </Button>
      {failed.value && <p role="alert">{t("draw.png-failed")}</p>}
    </SaveChoices>
  );
}

const svgBlob = (svg: string) => new Blob([svg], { type: "image/svg+xml" });

/** `strokes` has no ground of its own. */
async function toPng(strokes: Blob, paper: Picture | undefined): Promise<Blob> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [pageWidth, pageHeight];
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("no canvas");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, pageWidth, pageHeight);
  if (paper !== undefined) {
    const scale = Math.min(pageWidth / paper.width, pageHeight / paper.height);
    const [width, height] = [paper.width * scale, paper.height * scale];
    const picture = await loadPicture(blobOf(paper));
    pen.drawImage(picture, (pageWidth - width) / 2, (pageHeight - height) / 2, width, height);
  }
  pen.drawImage(await loadPicture(strokes), 0, 0);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture")))),
  );
}

async function loadPicture(blob: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(blob);
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function dataUrl(blob: Blob): Promise<string> {
  return await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error("not read"));
    reader.readAsDataURL(blob);
  });
}
