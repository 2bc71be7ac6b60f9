// What the host can do with a person.
import { useSignal } from "@preact/signals";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { usePopup } from "../parts/popup.ts";
import "./tilemenu.css";

export function TileMenu({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { open, toggle, close, around } = usePopup();
  const asking = useSignal(false);
  return (
    <div class="tile-menu" {...around}>
      <IconButton
        icon="more"
        label={t("tile.menu", { name })}
        data-test="tile-menu"
        aria-expanded={open}
        onClick={toggle}
      />
      {open && (
        <div class="tile-menu-list">
          <button
            type="button"
            data-test="remove"
            onClick={() => {
              close();
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
