// One's own picture before the call: what the others would see, and the switches for it. None of
// it leaves the device yet.
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import { MediaButton } from "./mediabutton.tsx";
import { StreamVideo } from "./stream.tsx";
import "./ownpreview.css";

interface Props {
  kind: CallKind;
  media: LocalMedia;
  /** Shows the switches: once the person has said yes to devices, or no. */
  switches: boolean;
}

export function OwnPreview({ kind, media, switches }: Props) {
  const video = kind === "video";
  return (
    <div class={`preview on-stage${video ? "" : " preview-audio"}`}>
      {media.camera.value ? (
        <StreamVideo stream={media.stream} mirrored />
      ) : (
        <div class="preview-rest">
          <Icon name={video ? "video-off" : media.microphone.value ? "mic" : "mic-off"} />
          <p>{t(restWords(media, video))}</p>
        </div>
      )}
      {switches && (
        <div class="preview-switches">
          <MediaButton media={media} device="microphone" />
          {video && <MediaButton media={media} device="camera" />}
        </div>
      )}
    </div>
  );
}

function restWords(media: LocalMedia, video: boolean) {
  const microphone = media.microphone.value;
  if (video) return microphone ? "preview.camera-off" : "preview.both-off";
  return microphone ? "preview.microphone-on" : "preview.microphone-off";
}
