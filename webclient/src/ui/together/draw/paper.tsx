// What one draws on: white, a picture of this device, a still of what is shared, a page of slides.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../../call/model.ts";
import type { Drawing } from "../../../call/together/draw/drawing.ts";
import type { PictureBytes } from "../../../call/together/pictures/pictures.ts";
import type { SlidesPart } from "../../../call/together/slides/slides.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import type { PartProps } from "../entries.ts";
import { Refused } from "../panel.tsx";
import { toPicture } from "../pictures/encode.ts";

/** Of the longer side, in pixels. */
const longSide = 1600;
/** Bytes of a file. */
const mostBytes = 50_000_000;

type Problem = "draw.full" | "draw.paper.unreadable";

export function ChoosePaper({ model, media, part }: PartProps<Drawing>) {
  const input = useRef<HTMLInputElement>(null);
  const problem = useSignal<Problem | undefined>(undefined);
  const layPaper = async (make: () => Promise<PictureBytes | undefined>) => {
    problem.value = undefined;
    try {
      if (!part.layPaper(await make())) problem.value = "draw.full";
    } catch {
      problem.value = "draw.paper.unreadable";
    }
  };
  const shared = sharedScreen(model, media);
  const slide = currentSlide(model);
  return (
    <fieldset class="part-save">
      <legend>{t("draw.paper")}</legend>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp,image/gif"
        data-test="draw-paper-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void layPaper(() => pictureOfFile(file));
          currentTarget.value = "";
        }}
      />
      <Button data-test="draw-paper-choose" onClick={() => input.current?.click()}>
        {t("draw.paper.file")}
      </Button>
      {shared && (
        <Button data-test="draw-paper-share" onClick={() => void layPaper(() => stillOf(shared))}>
          {t("draw.paper.share")}
        </Button>
      )}
      {slide && (
        <Button data-test="draw-paper-slide" onClick={() => void layPaper(async () => slide)}>
          {t("draw.paper.slide")}
        </Button>
      )}
      {part.picture.value !== "none" && (
        <Button data-test="draw-paper-white" onClick={() => void layPaper(async () => undefined)}>
          {t("draw.paper.white")}
        </Button>
      )}
      {problem.value && <Refused test="draw-paper-refused">{t(problem.value)}</Refused>}
    </fieldset>
  );
}

/** Of another, or our own. */
function sharedScreen(
  { peers }: CallModel,
  media: LocalMedia | undefined,
): MediaStream | undefined {
  const of = peers.value.find((one) => one.share && one.screen.getVideoTracks().length > 0);
  const own = media?.screen.shared.value && media.screen.picture;
  return of?.screen ?? (own ? new MediaStream([own]) : undefined);
}

/** The page that is shown, as it came to this device. */
function currentSlide({ together }: CallModel): PictureBytes | undefined {
  const slides = together.parts.value.get("slides");
  if (slides?.at !== "there") return undefined;
  const { state, pictures } = slides.part as SlidesPart;
  return pictures.value.get(state.value?.picture ?? "")?.bytes;
}

async function pictureOfFile(file: File): Promise<PictureBytes> {
  if (file.size > mostBytes) throw new Error("too large");
  const picture = await createImageBitmap(file);
  try {
    return await pictureOf(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

async function stillOf(stream: MediaStream): Promise<PictureBytes> {
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  video.srcObject = stream;
  try {
    await video.play();
    return await pictureOf(video, video.videoWidth, video.videoHeight);
  } finally {
    video.srcObject = null;
  }
}

async function pictureOf(
  source: CanvasImageSource,
  width: number,
  height: number,
): Promise<PictureBytes> {
  const scale = Math.min(1, longSide / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) throw new Error("nothing to be seen");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return await toPicture(canvas);
}
