// On a phone: the camera on its other side.
import type { LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";

/** Whoever has a mouse has the list of cameras at hand. */
const isTouched = () => matchMedia("(pointer: coarse)").matches;

export function FlipCamera({ media }: { media: LocalMedia }) {
  const { all, current } = media.inputs.camera.value;
  if (!media.camera.value || all.length < 2 || !isTouched()) return null;
  const place = all.findIndex(({ id }) => id === current);
  const next = all[(place + 1) % all.length];
  return (
    <IconButton
      icon="flip-camera"
      label={t("devices.flip")}
      data-test="flip-camera"
      onClick={() => next && media.choose("camera", next.id)}
    />
  );
}

/** What the back of a phone sees is not oneself: it is no mirror. */
export function isMirror({ stream }: LocalMedia): boolean {
  return stream.getVideoTracks()[0]?.getSettings?.().facingMode !== "environment";
}
