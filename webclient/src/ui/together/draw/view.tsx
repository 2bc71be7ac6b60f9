// Drawing together: one page, a pen in six colours and three widths, an eraser.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Drawing, DrawnStroke } from "../../../call/together/draw/drawing.ts";
import { inks } from "../../../call/together/draw/export.ts";
import { outlineOf } from "../../../call/together/draw/outline.ts";
import { pageHeight, pageWidth, type Stroke } from "../../../call/together/draw/stroke.ts";
import { draw as german } from "../../i18n/draw.de.ts";
import { draw as english } from "../../i18n/draw.en.ts";
import { t } from "../../i18n/index.ts";
import { announce } from "../../parts/announcer.tsx";
import type { PartProps } from "../entries.ts";
import { NewsNotice, Refused } from "../panel.tsx";
import { usePictureUrl } from "../pictures/pictureurl.ts";
import { addWords } from "../words.ts";
import { ChoosePaper } from "./paper.tsx";
import { Pen, type Tool } from "./pen.ts";
import { SaveDrawing } from "./saving.tsx";
import { DrawTools } from "./tools.tsx";
import "./draw.css";

addWords({ en: english, de: german });

export function Panel({ model, media, part }: PartProps<Drawing>) {
  const tool = useSignal<Tool>({ erases: false, colour: 0, width: 0 });
  const full = useSignal(false);
  const count = part.strokes.value.length;
  return (
    <>
      <p class="quiet">{t("draw.lead")}</p>
      <ChoosePaper model={model} media={media} part={part} />
      <DrawTools tool={tool} drawing={part} />
      <DrawPage
        drawing={part}
        tool={() => tool.peek()}
        onRefused={() => {
          full.value = true;
        }}
      />
      <p class="quiet" id="draw-how" data-test="draw-count">
        {t(count === 1 ? "draw.one" : "draw.count", { count })} {t("draw.keys")}
      </p>
      {part.picture.value === undefined && <p role="status">{t("draw.paper.coming")}</p>}
      {full.value && <Refused test="draw-refused">{t("draw.full")}</Refused>}
      <SaveDrawing drawing={part} />
    </>
  );
}

interface PageProps {
  drawing: Drawing;
  tool(): Tool;
  onRefused: () => void;
}

/** The page takes the pointer, and the keys while it has the focus. */
function DrawPage({ drawing, tool, onRefused }: PageProps) {
  const page = useRef<SVGSVGElement>(null);
  const current = useSignal<Stroke | undefined>(undefined);
  const place = useSignal<readonly [number, number] | undefined>(undefined);
  const pen = useMemo(
    () =>
      new Pen({
        drawing,
        tool,
        show: (stroke) => {
          current.value = stroke;
        },
        place: (x, y) => {
          place.value = [x, y];
        },
        refused: onRefused,
      }),
    [drawing],
  );
  const picture = drawing.picture.value;
  const paper = usePictureUrl(picture === "none" ? undefined : picture);
  const at = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const { left, top, width, height } = page.current?.getBoundingClientRect() ?? new DOMRect();
    return [((clientX - left) / width) * pageWidth, ((clientY - top) / height) * pageHeight];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase();
    if (command === "z" && !event.shiftKey) drawing.takeBack();
    else if (command === "y" || command === "z") drawing.makeAgain();
    else {
      const wasDown = pen.isDown;
      if (command || !pen.pressKey(event)) return;
      if (wasDown !== pen.isDown) announce(t(pen.isDown ? "draw.pen.down" : "draw.pen.up"));
    }
    event.preventDefault();
  };
  return (
    <div
      class="draw-page"
      data-test="draw-page"
      role="application"
      aria-label={t("draw.page")}
      aria-describedby="draw-how"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys draw, too.
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => {
        pen.liftUp();
        place.value = undefined;
      }}
    >
      <svg
        ref={page}
        viewBox={`0 0 ${pageWidth} ${pageHeight}`}
        aria-hidden="true"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          place.value = undefined;
          pen.putDown(...at(event));
        }}
        onPointerMove={(event) => {
          if (!pen.isDown || place.value !== undefined) return;
          for (const one of event.getCoalescedEvents?.() ?? [event]) pen.moveTo(...at(one));
        }}
        onPointerUp={() => pen.liftUp()}
        onPointerCancel={() => pen.liftUp()}
      >
        <rect width={pageWidth} height={pageHeight} fill="#ffffff" />
        {paper !== undefined && (
          <image data-test="draw-paper" href={paper} width={pageWidth} height={pageHeight} />
        )}
        <Strokes drawing={drawing} />
        {current.value && <Line stroke={current.value} />}
        {place.value && (
          <circle class="draw-place" cx={place.value[0]} cy={place.value[1]} r={10} />
        )}
      </svg>
    </div>
  );
}

/** Each is drawn once: what is the same object is the same line. */
function Strokes({ drawing }: { drawing: Drawing }) {
  const lines = useRef(new Map<DrawnStroke, ComponentChild>());
  const strokes = drawing.strokes.value;
  const drawn = new Map<DrawnStroke, ComponentChild>();
  for (const stroke of strokes)
    drawn.set(stroke, lines.current.get(stroke) ?? <Line key={stroke.key} stroke={stroke} />);
  lines.current = drawn;
  return <g data-test="draw-strokes">{[...drawn.values()]}</g>;
}

function Line({ stroke }: { stroke: Stroke }) {
  return <path d={outlineOf(stroke)} fill={inks[stroke.colour] ?? inks[0]} />;
}

export function Notice({ model, part }: PartProps<Drawing>) {
  return (
    <NewsNotice
      model={model}
      part="draw"
      makers={part.drawers.value}
      says={(name) => t("draw.news", { name })}
      show={t("draw.show")}
    />
  );
}
