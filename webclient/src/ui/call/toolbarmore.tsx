// The controls that are used less often: beside the others where there is room, in a menu on a
// phone. Which it is, toolbar.css decides.
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import { usePopup } from "../parts/popup.ts";

export function ToolbarMore({ children }: { children: ComponentChildren }) {
  const { open, toggle, close, around } = usePopup();
  return (
    <div class="toolbar-more" {...around}>
      <button
        type="button"
        class="control toolbar-opener"
        data-test="more"
        aria-expanded={open}
        onClick={toggle}
      >
        <span class="control-icon">
          <Icon name="more" />
        </span>
        <span class="control-label">{t("call.more")}</span>
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a choice closes the menu. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard presses the buttons in it. */}
      <div class="toolbar-extra" data-open={open} onClick={close}>
        {children}
      </div>
    </div>
  );
}
