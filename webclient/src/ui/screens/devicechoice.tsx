// With or without camera and microphone, and what they deliver. The browser asks only after a
// press.
import { useSignal } from "@preact/signals";
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { DeviceSettings } from "../parts/devicesettings.tsx";
import { LevelMeter } from "../parts/meter.tsx";
import { OwnPreview } from "../parts/ownpreview.tsx";
import { testSound } from "../parts/sounds.ts";
import { DeviceProblem } from "./deviceproblem.tsx";
import "./devicechoice.css";

const both = ["microphone", "camera"] as const;

export function DeviceChoice({ kind, media }: { kind: CallKind; media: LocalMedia }) {
  const camera = kind === "video";
  const chosen = useSignal<"nothing" | "devices" | "without">("nothing");
  const on = media.microphone.value || media.camera.value;
  const asking = both.some((device) => media.wanted[device].value && !media[device].value);

  const askFor = async (want: { microphone: boolean; camera: boolean }) => {
    if (asking) return;
    chosen.value = "nothing";
    await media.switchOn(want);
    // Perhaps the person has gone without meanwhile.
    if (both.some((device) => media.wanted[device].value)) chosen.value = "devices";
  };
  const goWithout = () => {
    media.release();
    chosen.value = "without";
  };
  const askForAll = () => askFor({ microphone: true, camera });

  return (
    <section class="devices" aria-label={t("prejoin.devices")}>
      <OwnPreview kind={kind} media={media} switches={on || chosen.value === "devices"} />
      <DeviceProblem
        media={media}
        onRetry={askForAll}
        onSoundOnly={() => askFor({ microphone: true, camera: false })}
      />
      {media.microphone.value && <LevelMeter level={media.level} />}
      <div class="devices-choice">
        <Button
          icon={camera ? "video" : "mic"}
          data-test="use-devices"
          aria-pressed={on}
          aria-disabled={asking}
          onClick={askForAll}
        >
          {asking ? t("prejoin.asking") : t(camera ? "prejoin.use.video" : "prejoin.use.audio")}
        </Button>
        <Button
          data-test="without-devices"
          aria-pressed={chosen.value === "without" && !on}
          onClick={goWithout}
        >
          {t("prejoin.without")}
        </Button>
      </div>
      <div class="devices-foot">
        <p class="quiet" role="status">
          {on && t("lobby.unseen")}
          {!on &&
            chosen.value === "without" &&
            t(camera ? "prejoin.without.done" : "prejoin.without.done.audio")}
        </p>
        <div class="devices-tools">
          {media.inputs.microphone.value.all.length > 0 && (
            <DeviceSettings kind={kind} media={media} />
          )}
          <Button kind="quiet" icon="sound" data-test="test-sound" onClick={testSound}>
            {t("prejoin.test-sound")}
          </Button>
        </div>
      </div>
    </section>
  );
}
