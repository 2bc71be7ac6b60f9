// With or without camera and microphone: to be tried before the knock, chosen, or left out.
import { useSignal } from "@preact/signals";
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { DeviceSettings } from "../parts/devicesettings.tsx";
import { testSound } from "../parts/sounds.ts";
import type { Wish } from "../parts/wish.ts";
import { CheckConnection } from "./checkconnection.tsx";
import "./devicetools.css";

const both = ["microphone", "camera"] as const;

interface Props {
  kind: CallKind;
  media: LocalMedia;
  wish: Wish;
}

export function DeviceTools({ kind, media, wish }: Props) {
  const camera = kind === "video";
  const without = useSignal(false);
  const on = both.some((device) => media[device].value);
  const asking = both.some((device) => media.wanted[device].value && !media[device].value);
  const left = without.value && !both.some((device) => wish.isOn(device));
  return (
    <div class="devicetools">
      <div class="devicetools-choice">
        <Button
          icon={camera ? "video" : "mic"}
          data-test="use-devices"
          aria-pressed={on}
          aria-disabled={asking}
          onClick={() => {
            if (!asking) wish.tryNow();
          }}
        >
          {t(asking ? "prejoin.asking" : camera ? "prejoin.use.video" : "prejoin.use.audio")}
        </Button>
        <Button
          data-test="without-devices"
          aria-pressed={left}
          onClick={() => {
            without.value = true;
            wish.goWithout();
          }}
        >
          {t(camera ? "prejoin.without" : "prejoin.without.audio")}
        </Button>
      </div>
      <p class="quiet" role="status">
        {on && t("lobby.unseen")}
        {left && t(camera ? "prejoin.without.done" : "prejoin.without.done.audio")}
      </p>
      <div class="devicetools-more">
        {media.inputs.microphone.value.all.length > 0 && (
          <DeviceSettings kind={kind} media={media} />
        )}
        <Button kind="quiet" icon="sound" data-test="test-sound" onClick={testSound}>
          {t("prejoin.test-sound")}
        </Button>
        <CheckConnection />
      </div>
    </div>
  );
}
