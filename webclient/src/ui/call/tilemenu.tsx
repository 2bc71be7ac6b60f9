// What the host can do with a person.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import "./tilemenu.css";

export function TileMenu({ name, onRemove }: { name: string; onRemove: () => void }) {
  const open = useSignal(false);
  const asking = useSignal(false);
  const menu = useRef<HTMLDivElement>(null);

  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open.value) return;
    open.value = false;
    menu.current?.querySelector("button")?.focus();
  };
  const closeOnBlur = (event: FocusEvent) => {
    if (!(event.relatedTarget instanceof Node && menu.current?.contains(event.relatedTarget)))
      open.value = false;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its buttons let through.
    <div ref={menu} class="tile-menu" onKeyDown={closeOnEscape} onFocusOut={closeOnBlur}>
      <IconButton
        icon="more"
        label={t("tile.menu", { name })}
        data-test="tile-menu"
        aria-expanded={open.value}
        onClick={() => {
          open.value = !open.value;
        }}
      />
      {open.value && (
        <div class="tile-menu-list">
          <button
            type="button"
            data-test="remove"
            onClick={() => {
              open.value = false;
              asking.value = true;
            }}
          >
            <Icon name="remove" />
            {t("tile.remove")}
          </button>
        </div>
      )}
      {asking.value && (
        <Confirm
          title={t("remove.title", { name })}
          confirm={t("remove.confirm")}
          onConfirm={onRemove}
          onClose={() => {
            asking.value = false;
          }}
        >
          {t("remove.lead", { name })}
        </Confirm>
      )}
    </div>
  );
}
