// The level of one's own microphone, as bars and in words.
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/index.ts";
import "./meter.css";

const bars = 14;
/** A level that only a voice or a noise nearby reaches; the scale is linear in dB from -60 to 0. */
const audible = 0.3; // -42 dB

export function LevelMeter({ level }: { level: ReadonlySignal<number> }) {
  const now = level.value;
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (now > audible) setHeard(true);
  }, [now]);
  return (
    <div class="meter">
      <div class="meter-bars" aria-hidden="true">
        {Array.from({ length: bars }, (_, i) => (
          <span
            key={i}
            class={i < Math.round(now * bars) ? "meter-bar meter-bar-on" : "meter-bar"}
          />
        ))}
      </div>
      <p class="quiet" role="status" data-test="heard">
        {t(heard ? "prejoin.heard" : "prejoin.unheard")}
      </p>
    </div>
  );
}
