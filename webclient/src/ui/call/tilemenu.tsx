// What can be done with a tile: one list, whoever adds to it.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import type { IconName } from "../parts/icon.tsx";
import { Sheet, SheetAction } from "../parts/sheet.tsx";
import "./tilemenu.css";

export interface TileAction {
  /** Its handle. */
  readonly test: string;
  readonly icon: IconName;
  readonly label: string;
  /** For a switch. */
  readonly pressed?: boolean;
  readonly press: () => void;
}

interface Props {
  name: string;
  actions: readonly TileAction[];
  /** Given to the host. */
  onRemove?: () => void;
  onHandOver?: () => void;
}

export function TileMenu({ name, actions, onRemove, onHandOver }: Props) {
  const open = useSignal(false);
  const asking = useSignal(false);
  const handing = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  return (
    <div ref={root} class="tile-menu">
      <IconButton
        icon="more"
        label={t("tile.menu", { name })}
        data-test="tile-menu"
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <Sheet
          title={name}
          anchor={root.current}
          onClose={() => {
            open.value = false;
          }}
        >
          {actions.map(({ test, icon, label, pressed, press }) => (
            <SheetAction
              key={test}
              test={test}
              icon={icon}
              onPress={press}
              {...(pressed !== undefined && { pressed })}
            >
              {label}
            </SheetAction>
          ))}
          {onHandOver && (
            <SheetAction
              test="hand-over"
              icon="key"
              onPress={() => {
                handing.value = true;
              }}
            >
              {t("hosting.menu")}
            </SheetAction>
          )}
          {onRemove && (
            <SheetAction
              test="remove"
              icon="remove"
              onPress={() => {
                asking.value = true;
              }}
            >
              {t("tile.remove")}
            </SheetAction>
          )}
        </Sheet>
      )}
      {onHandOver && handing.value && (
        <Confirm
          title={t("hosting.title", { name })}
          confirm={t("hosting.confirm")}
          onConfirm={onHandOver}
          onClose={() => {
            handing.value = false;
          }}
        >
          {t("hosting.lead", { name })}
        </Confirm>
      )}
      {onRemove && asking.value && (
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
