// Host: asks everybody for quiet.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Icon } from "../parts/icon.tsx";

export function MuteAllButton({ model }: { model: CallModel }) {
  return (
    <button
      type="button"
      class="control"
      data-test="mute-all"
      title={t("ask.mute-all.title")}
      disabled={!model.everybody.value.some(({ microphone }) => microphone)}
      onClick={() => {
        model.participation.ask("mute");
        announce(t("ask.done.mute-all"));
      }}
    >
      <span class="control-icon">
        <Icon name="mic-off" />
      </span>
      <span class="control-label">{t("ask.mute-all")}</span>
    </button>
  );
}
