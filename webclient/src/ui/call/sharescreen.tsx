// What one can do with the picture of a shared screen: come closer, point, fill the whole screen.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ShareView } from "./shareview.tsx";
import "./share.css";

interface Props {
  model: CallModel;
  peer: Peer;
  /** Not given where it has a window of its own already. */
  onApart?: () => void;
}

/** One step of the zoom, and its ends. */
const step = 1.25;
const [least, most] = [0.25, 4];

export function ShareScreen({ model, peer, onApart }: Props) {
  const screen = useRef<HTMLDivElement>(null);
  const scale = useSignal<number | undefined>(undefined);
  const pointing = useSignal(false);
  const mayPoint = peer.share?.pointing === true;
  const zoom = (factor: number) => {
    const next = (scale.value ?? shownScale(screen.current)) * factor;
    scale.value = Math.min(Math.max(next, least), most);
  };
  return (
    <div ref={screen} class="share-screen">
      <ShareView
        model={model}
        peer={peer}
        scale={scale.value}
        pointing={mayPoint && pointing.value}
      />
      {peer.state !== "connected" && <p class="share-veil">{t(`tile.${peer.state}`)}</p>}
      <div class="share-foot">
        <p class="share-name">
          <Icon name="screen" />
          <span>{t("share.of", { name: peer.name })}</span>
        </p>
        <div class="share-tools">
          {mayPoint && (
            <button
              type="button"
              class="share-tool share-tool-words"
              data-test="share-point"
              aria-pressed={pointing.value}
              title={t("share.point.hint")}
              onClick={() => {
                pointing.value = !pointing.value;
              }}
            >
              <Icon name="pointer" />
              {t("share.point")}
            </button>
          )}
          <IconButton
            icon="zoom-out"
            label={t("share.farther")}
            data-test="share-out"
            onClick={() => zoom(1 / step)}
          />
          <IconButton
            icon="zoom-in"
            label={t("share.closer")}
            data-test="share-in"
            onClick={() => zoom(step)}
          />
          <button
            type="button"
            class="share-tool share-tool-words"
            data-test="share-original"
            aria-pressed={scale.value === 1}
            onClick={() => {
              scale.value = scale.value === 1 ? undefined : 1;
            }}
          >
            {t("share.original")}
          </button>
          <button
            type="button"
            class="share-tool share-tool-words"
            data-test="share-fit"
            aria-pressed={scale.value === undefined}
            onClick={() => {
              scale.value = undefined;
            }}
          >
            {t("share.fit")}
          </button>
          <FullScreen of={screen} />
          {onApart && (
            <IconButton
              icon="window"
              label={t("share.window")}
              data-test="share-window"
              onClick={onApart}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** Of what is shown at this moment: pixels of ours for each of theirs. */
function shownScale(screen: HTMLElement | null): number {
  const video = screen?.querySelector("video");
  if (!video?.videoWidth) return 1;
  return (video.clientWidth * devicePixelRatio) / video.videoWidth;
}

function FullScreen({ of }: { of: { readonly current: HTMLElement | null } }) {
  const full = useSignal(false);
  useEffect(() => {
    const page = of.current?.ownerDocument;
    const follow = () => {
      full.value = page?.fullscreenElement === of.current;
    };
    page?.addEventListener("fullscreenchange", follow);
    return () => page?.removeEventListener("fullscreenchange", follow);
  }, [of, full]);
  // An iPhone shows nothing but films like this.
  if (!document.fullscreenEnabled) return null;
  return (
    <IconButton
      icon={full.value ? "minimize" : "maximize"}
      label={t(full.value ? "share.full.end" : "share.full")}
      data-test="share-full"
      onClick={() => {
        const { current } = of;
        const turn = full.value
          ? current?.ownerDocument.exitFullscreen()
          : current?.requestFullscreen();
        turn?.catch(() => {}); // the browser would not
      }}
    />
  );
}
