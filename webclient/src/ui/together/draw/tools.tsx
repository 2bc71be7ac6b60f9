// What one draws with.
import type { Signal } from "@preact/signals";
import type { Drawing } from "../../../call/together/draw/drawing.ts";
import { inks } from "../../../call/together/draw/export.ts";
import { widths } from "../../../call/together/draw/stroke.ts";
import { t } from "../../i18n/index.ts";
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
