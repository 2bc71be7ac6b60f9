// What of one's own screen the others see, small and five times a second. What may show this very
// page is not drawn by itself, or it would show itself in itself, but when it is asked for.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, LocalScreen, SharedScreen } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { PointerDots } from "./sharepointers.tsx";

interface Props {
  model: CallModel;
  screen: LocalScreen;
  surface: SharedScreen["surface"];
}

/** In ms. */
const period = 200;
/** Pixels; twice what it has at most, for sharp screens. */
const widest = 480;

export function SharePreview({ model, screen, surface }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // A tab is never this one: the browser is told to leave it out.
  const live = surface === "browser";
  const looked = useSignal(0);
  const { picture } = screen;
  useEffect(() => {
    if (picture === null || !(live || looked.value > 0)) return;
    const source = document.createElement("video");
    source.muted = true;
    source.srcObject = new MediaStream([picture]);
    source.play()?.catch(() => {}); // gone again
    let drawn = false;
    const timer = setInterval(() => {
      if (!live && drawn) return;
      drawn = draw(source, canvas.current) || drawn;
    }, period);
    return () => {
      clearInterval(timer);
      source.srcObject = null;
    };
  }, [picture, live, looked.value]);
  const { width = 16, height = 9 } = picture?.getSettings() ?? {};
  const tall = Math.round((160 * height) / width);
  return (
    <div class="share-preview">
      <div class="share-preview-sheet" role="img" aria-label={t("share.preview")}>
        <canvas ref={canvas} data-test="share-preview" width={160} height={tall} />
        <PointerDots model={model} on={undefined} />
      </div>
      {!live && (
        <Button
          kind="quiet"
          data-test="share-look"
          onClick={() => {
            looked.value++;
          }}
        >
          {t("share.look")}
        </Button>
      )}
    </div>
  );
}

/** True if there was something to draw. */
function draw(source: HTMLVideoElement, canvas: HTMLCanvasElement | null): boolean {
  const { videoWidth, videoHeight } = source;
  if (canvas === null || !videoWidth) return false;
  const width = Math.min(videoWidth, widest);
  const height = Math.round((videoHeight * width) / videoWidth);
  if (canvas.width !== width || canvas.height !== height)
    [canvas.width, canvas.height] = [width, height];
  canvas.getContext("2d")?.drawImage(source, 0, 0, width, height);
  return true;
}
