// Microphone and camera on and off. The name stays the same, aria-pressed tells the state; what is
// off is drawn light and struck out. Pressed while the browser is being asked, a button takes that
// back.
import type { LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import "./mediabutton.css";

interface Props {
  media: LocalMedia;
  device: "microphone" | "camera";
  /** The key that does the same, where there is one. */
  shortcut?: string | undefined;
  /** Before the browser is asked: what is to be on, and what a press does. */
  wished?: boolean;
  onPress?: () => void;
}

/** Switches `device`. The first time, this asks the browser for it; a second press cancels that. */
export function toggle(media: LocalMedia, device: Props["device"]): Promise<void> {
  const on = !media.wanted[device].value;
  return device === "microphone" ? media.setMicrophone(on) : media.setCamera(on);
}

const looks = {
  microphone: { label: "call.mic", test: "mic", on: "mic", off: "mic-off" },
  camera: { label: "call.camera", test: "camera", on: "video", off: "video-off" },
} as const;

export function MediaButton({ media, device, shortcut, wished, onPress }: Props) {
  const { label, test, on, off } = looks[device];
  const pressed = wished ?? media[device].value;
  const asking = media.wanted[device].value && !media[device].value;
  return (
    <button
      type="button"
      class="control control-device"
      data-test={test}
      aria-pressed={pressed}
      aria-busy={asking}
      aria-keyshortcuts={shortcut}
      title={asking ? t("call.asking") : t(label) + (shortcut ? ` (${shortcut})` : "")}
      onClick={onPress ?? (() => void toggle(media, device))}
    >
      <span class="control-icon">
        <Icon name={pressed ? on : off} />
      </span>
      <span class="control-label">{t(label)}</span>
    </button>
  );
}
