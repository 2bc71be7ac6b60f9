// The picture of a shared screen: all of it, or some of it as large as one likes, and over it where
// people point.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type CallModel, type Peer, pointerScale } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { useStream } from "../parts/stream.tsx";
import { PointerDots } from "./sharepointers.tsx";
import "./share.css";

interface Props {
  model: CallModel;
  peer: Peer;
  /** Pixels of ours for each of theirs; undefined: as large as there is room. */
  scale: number | undefined;
  /** What one does on the picture is pointing. */
  pointing: boolean;
}

/** So far an arrow key moves the pointer. */
const keyStep = 200;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function ShareView({ model, peer, scale, pointing }: Props) {
  const video = useStream<HTMLVideoElement>(peer.screen);
  const size = useSignal({ width: 16, height: 9, known: false });
  const place = useRef({ x: pointerScale / 2, y: pointerScale / 2 });
  const measure = () => {
    const { videoWidth: width = 0, videoHeight: height = 0 } = video.current ?? {};
    if (width > 0) size.value = { width, height, known: true };
  };
  const pointAt = (x: number, y: number) => {
    place.current = { x: within(x), y: within(y) };
    model.point(peer.sid, place.current.x, place.current.y);
  };
  const follow = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    pointAt(
      ((event.clientX - box.left) / box.width) * pointerScale,
      ((event.clientY - box.top) / box.height) * pointerScale,
    );
  };
  const { width, height, known } = size.value;
  const wide = scale === undefined ? undefined : `${(width * scale) / devicePixelRatio}px`;
  return (
    <section
      class="share-scroll"
      data-fit={scale === undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too.
      tabIndex={0}
      aria-label={nameOf(peer)}
    >
      <div
        class="share-sheet"
        data-test="share-sheet"
        data-pointing={pointing}
        style={{ "--share-ratio": String(width / height), ...(wide && { width: wide }) }}
        {...(pointing && {
          role: "application",
          "aria-label": t("share.point.here"),
          tabIndex: 0,
          onPointerMove: follow,
          onPointerDown: follow,
          onKeyDown: (event: KeyboardEvent) => {
            const [right, down] = arrows[event.key] ?? [0, 0];
            if (right === 0 && down === 0) return;
            event.preventDefault();
            pointAt(place.current.x + right * keyStep, place.current.y + down * keyStep);
          },
        })}
      >
        <video
          ref={video}
          class="share-picture"
          autoplay
          playsInline
          muted
          onLoadedMetadata={measure}
          onResize={measure}
        />
        {peer.share?.pointing && <PointerDots model={model} on={peer.sid} />}
      </div>
      {!known && <p class="share-waiting">{t("share.waiting")}</p>}
    </section>
  );
}

function within(place: number): number {
  return Math.round(Math.min(Math.max(place, 0), pointerScale));
}

function nameOf({ name }: Peer): string {
  return t("share.of", { name });
}
