// Microphone and camera on and off. The name stays the same, aria-pressed tells the state; what is off is drawn light and struck out.
import type { LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import "./mediabutton.css";

interface Props {
  media: LocalMedia;
  device: "microphone" | "camera";
}

/** Switches `device`; where there is none yet, that asks for it. */
export function toggle(media: LocalMedia, device: Props["device"]): Promise<void> {
  return device === "microphone" ? media.setMicrophone(!media.microphone.value) : media.setCamera(!media.camera.value);
}

const looks = {
  microphone: { label: "call.mic", test: "mic", key: "M", on: "mic", off: "mic-off" },
  camera: { label: "call.camera", test: "camera", key: "V", on: "video", off: "video-off" },
} as const;

export function MediaButton({ media, device }: Props) {
  const { label, test, key, on, off } = looks[device];
  const pressed = media[device].value;
  return (
    <button
      type="button"
      class="control"
      data-test={test}
      aria-pressed={pressed}
      aria-keyshortcuts={key}
      title={`${t(label)} (${key})`}
      onClick={() => toggle(media, device)}
    >
      <span class="control-icon">
        <Icon name={pressed ? on : off} />
      </span>
      <span class="control-label">{t(label)}</span>
    </button>
  );
}
