// With or without camera and microphone, and what they deliver. The browser asks only after a press.
import { useSignal } from "@preact/signals";
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Avatar } from "../parts/avatar.tsx";
import { Button } from "../parts/button.tsx";
import { Meter } from "../parts/meter.tsx";
import { testSound } from "../parts/sounds.ts";
import { Picture } from "../parts/stream.tsx";
import { DeviceProblem } from "./deviceproblem.tsx";
import "./devicechoice.css";

interface Props {
  kind: CallKind;
  media: LocalMedia;
  /** As typed so far. */
  name: string;
}

export function DeviceChoice({ kind, media, name }: Props) {
  const camera = kind === "video";
  const asking = useSignal(false);
  const without = useSignal(false);
  const on = media.microphone.value || media.camera.value;

  const open = async (want: { microphone: boolean; camera: boolean }) => {
    if (asking.value) return;
    asking.value = true;
    without.value = false;
    await media.open(want);
    asking.value = false;
  };
  const goWithout = async () => {
    without.value = true;
    await Promise.all([media.setMicrophone(false), media.setCamera(false)]);
  };
  const ask = () => open({ microphone: true, camera });

  return (
    <section class="devices">
      <div class={`preview on-stage${camera ? "" : " preview-audio"}`}>
        {media.camera.value ? (
          <Picture stream={media.stream} mirrored />
        ) : (
          <div class="preview-rest">
            <Avatar name={name || "?"} />
            {without.value && !on && (
              <p class="quiet">{t(camera ? "prejoin.without.done" : "prejoin.without.done.audio")}</p>
            )}
          </div>
        )}
      </div>
      <DeviceProblem media={media} onRetry={ask} onSoundOnly={() => open({ microphone: true, camera: false })} />
      {media.microphone.value && <Meter level={media.level} on />}
      <div class="devices-buttons">
        <Button
          icon={camera ? "video" : "mic"}
          data-test="use-devices"
          aria-pressed={on}
          aria-disabled={asking.value}
          onClick={ask}
        >
          {asking.value ? t("prejoin.asking") : t(camera ? "prejoin.use.video" : "prejoin.use.audio")}
        </Button>
        <Button data-test="without-devices" aria-pressed={without.value && !on} onClick={goWithout}>
          {t("prejoin.without")}
        </Button>
        <Button kind="quiet" icon="sound" data-test="test-sound" onClick={testSound}>
          {t("prejoin.test-sound")}
        </Button>
      </div>
      {on && <p class="quiet">{t("prejoin.private")}</p>}
    </section>
  );
}
