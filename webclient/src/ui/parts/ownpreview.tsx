// One's own picture before the call: what the others would see, and the switches for it. None of
// it leaves the device yet.
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import { MediaButton } from "./mediabutton.tsx";
import { StreamVideo } from "./stream.tsx";
import type { Wish } from "./wish.ts";
import "./ownpreview.css";

interface Props {
  kind: CallKind;
  media: LocalMedia;
  /** Before the knock: what is to be on with it. */
  wish?: Wish;
  /** The words on the button that knocks. */
  button?: string;
}

export function OwnPreview({ kind, media, wish, button = "" }: Props) {
  const video = kind === "video";
  const switchFor = (device: "microphone" | "camera") => (
    <MediaButton
      media={media}
      device={device}
      {...(wish && !wish.tried && { wished: wish.isOn(device), onPress: () => wish.press(device) })}
    />
  );
  const words = media.camera.value ? undefined : restWords(media, video, button, wish);
  return (
    <div class="ownpreview">
      <div class={`preview on-stage${video ? "" : " preview-audio"}`}>
        {media.camera.value ? (
          <StreamVideo stream={media.stream} mirrored />
        ) : (
          <div class="preview-rest">
            <Icon name={video ? "video-off" : media.microphone.value ? "mic" : "mic-off"} />
          </div>
        )}
        <div class="preview-switches">
          {switchFor("microphone")}
          {video && switchFor("camera")}
        </div>
      </div>
      <p class="quiet" role="status" data-test="preview-words">
        {words}
      </p>
    </div>
  );
}

function restWords(media: LocalMedia, video: boolean, button: string, wish: Wish | undefined) {
  const isAsked = (device: "microphone" | "camera") =>
    media.wanted[device].value && !media[device].value;
  if (isAsked("camera") && media.blur.value === "starting") return t("blur.starting");
  if (isAsked("microphone") || isAsked("camera")) return t("prejoin.asking");
  if (wish && !wish.tried && !media.problem.value && !media.microphone.value) {
    const [microphone, camera] = [wish.isOn("microphone"), wish.isOn("camera")];
    if (microphone || camera)
      return t(`preview.wish.${microphone && camera ? "both" : camera ? "camera" : "microphone"}`, {
        button,
      });
  }
  const microphone = media.microphone.value;
  if (video) return t(microphone ? "preview.camera-off" : "preview.both-off");
  return t(microphone ? "preview.microphone-on" : "preview.microphone-off");
}
