// What one draws with, and what becomes of the page.
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { Drawing } from "../../../call/together/draw/drawing.ts";
import { inks, toSvg } from "../../../call/together/draw/export.ts";
import { pageHeight, pageWidth, widths } from "../../../call/together/draw/stroke.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { download } from "../../text/download.ts";
import { SaveChoices } from "../panel.tsx";
import type { Tool } from "./pen.ts";

export function DrawTools({ tool, drawing }: { tool: Signal<Tool>; drawing: Drawing }) {
  const { erases, colour, width } = tool.value;
  const choose = (what: Partial<Tool>) => {
    tool.value = { ...tool.value, ...what };
  };
  return (
    <div class="draw-tools">
      <fieldset>
        <legend class="unseen">{t("draw.colour")}</legend>
        {inks.map((ink, i) => (
          <button
            type="button"
            key={ink}
            class="draw-tool"
            data-test={`draw-colour-${i}`}
            aria-pressed={!erases && colour === i}
            aria-label={t(`draw.colour.${names[i] ?? "black"}`)}
            title={t(`draw.colour.${names[i] ?? "black"}`)}
            onClick={() => choose({ colour: i, erases: false })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="9" fill={ink} />
            </svg>
          </button>
        ))}
      </fieldset>
      <fieldset>
        <legend class="unseen">{t("draw.width")}</legend>
        {widths.map((size, i) => (
          <button
            type="button"
            key={size}
            class="draw-tool"
            data-test={`draw-width-${i}`}
            aria-pressed={!erases && width === i}
            aria-label={t(`draw.width.${sizes[i] ?? "thin"}`)}
            title={t(`draw.width.${sizes[i] ?? "thin"}`)}
            onClick={() => choose({ width: i, erases: false })}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r={2 + size / 3} fill="currentcolor" />
            </svg>
          </button>
        ))}
      </fieldset>
      <div class="draw-words">
        <button
          type="button"
          class="draw-tool draw-word"
          data-test="draw-eraser"
          aria-pressed={erases}
          onClick={() => choose({ erases: true })}
        >
          {t("draw.eraser")}
        </button>
        <button
          type="button"
          class="draw-tool draw-word"
          data-test="draw-undo"
          onClick={() => drawing.takeBack()}
        >
          {t("draw.undo")}
        </button>
        <button
          type="button"
          class="draw-tool draw-word"
          data-test="draw-clear"
          disabled={drawing.strokes.value.length === 0}
          onClick={() => drawing.eraseAll()}
        >
          {t("draw.clear")}
        </button>
      </div>
    </div>
  );
}

const names = ["black", "red", "green", "blue", "brown", "purple"] as const;
const sizes = ["thin", "medium", "thick"] as const;

export function SaveDrawing({ drawing }: { drawing: Drawing }) {
  const failed = useSignal(false);
  const svg = () => new Blob([toSvg(drawing.strokes.peek())], { type: "image/svg+xml" });
  const savePng = async () => {
    failed.value = false;
    try {
      download(`${t("draw.file")}.png`, await toPng(svg()));
    } catch {
      failed.value = true;
    }
  };
  return (
    <SaveChoices legend={t("draw.save")} disabled={drawing.strokes.value.length === 0}>
      <Button data-test="draw-png" onClick={() => void savePng()}>
        PNG
      </Button>
      <Button data-test="draw-svg" onClick={() => download(`${t("draw.file")}.svg`, svg())}>
        SVG
      </Button>
      {failed.value && <p role="alert">{t("draw.png-failed")}</p>}
    </SaveChoices>
  );
}

async function toPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const picture = new Image(pageWidth, pageHeight);
    picture.src = url;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), {
      width: pageWidth,
      height: pageHeight,
    });
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture")))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
