// One's own hand, up or down.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import { shortcutOf } from "./shortcuts.ts";

export function HandButton({ model: { participation } }: { model: CallModel }) {
  const shortcut = shortcutOf("hand");
  const raised = participation.raised.value;
  return (
    <button
      type="button"
      class="control control-hand"
      data-test="hand"
      aria-pressed={raised}
      aria-keyshortcuts={shortcut}
      title={t("hand.title") + (shortcut ? ` (${shortcut})` : "")}
      onClick={() => participation.raise(!raised)}
    >
      <span class="control-icon">
        <Icon name="hand" />
      </span>
      <span class="control-label">{t("hand.press")}</span>
    </button>
  );
}
