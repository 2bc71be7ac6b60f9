// What the host can do with a person.
import { useSignal } from "@preact/signals";
import type { Peer } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { usePopup } from "../parts/popup.ts";
import "./tilemenu.css";

type SaidWish = Exclude<Wish, "lower-hand">;
const iconOf = { unmute: "mic", camera: "video", mute: "mic-off" } as const;

interface Props {
  peer: Peer;
  kind: CallKind;
  onRemove: () => void;
  onAsk?: (wish: Wish) => void;
}

/** What can be asked for at the moment. */
function wishesFor({ microphone, camera }: Peer, kind: CallKind): readonly SaidWish[] {
  if (kind === "chat") return [];
  const sound = microphone ? "mute" : "unmute";
  return kind === "video" && !camera ? [sound, "camera"] : [sound];
}

export function TileMenu({ peer, kind, onRemove, onAsk }: Props) {
  const { name } = peer;
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
          {onAsk &&
            wishesFor(peer, kind).map((wish) => (
              <button
                type="button"
                key={wish}
                data-test={`ask-${wish}`}
                onClick={() => {
                  close();
                  onAsk(wish);
                  announce(t(`ask.done.${wish}`, { name }));
                }}
              >
                <Icon name={iconOf[wish]} />
                {t(`ask.${wish}`)}
              </button>
            ))}
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
