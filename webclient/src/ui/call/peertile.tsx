// One other person.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { Peer } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Avatar } from "../parts/avatar.tsx";
import { Icon } from "../parts/icon.tsx";
import { StreamAudio, StreamVideo } from "../parts/stream.tsx";
import { SafetyDialog } from "./safety.tsx";
import { TileMenu } from "./tilemenu.tsx";
import "./tile.css";

interface Props {
  peer: Peer;
  kind: CallKind;
  onCompare: () => void;
  /** Given to the host. */
  onRemove?: () => void;
  onAsk?: (wish: Wish) => void;
  /** What the person shows beside their picture. */
  sign?: ComponentChild;
}

export function PeerTile({ peer, kind, onCompare, onRemove, onAsk, sign }: Props) {
  const seen = peer.camera && kind === "video";
  return (
    <li
      class="tile"
      data-test="tile"
      data-sid={peer.sid}
      data-state={peer.state}
      data-route={peer.route}
      data-seen={seen}
    >
      {kind === "video" && <StreamVideo stream={peer.stream} hidden={!seen} />}
      {kind !== "chat" && <StreamAudio stream={peer.stream} />}
      <div class="tile-rest">
        {!seen && <Avatar name={peer.name} />}
        {peer.state !== "connected" && <p class="tile-state">{t(`tile.${peer.state}`)}</p>}
      </div>
      <div class="tile-foot">
        <p class="tile-name">
          {kind !== "chat" && !peer.microphone && (
            <>
              <Icon name="mic-off" />
              <span class="unseen">{t("tile.muted")}: </span>
            </>
          )}
          <span class="tile-name-text" title={peer.name}>
            {peer.name}
          </span>
          {peer.host && <span class="tile-role">{t("tile.host")}</span>}
        </p>
        <RouteBadge peer={peer} onCompare={onCompare} />
      </div>
      {sign}
      {onRemove && (
        <TileMenu peer={peer} kind={kind} onRemove={onRemove} {...(onAsk && { onAsk })} />
      )}
    </li>
  );
}

/**
 * Shows whether this person's picture and voice come directly or through the relay, and whether the
 * safety code was compared. It opens the dialog with that code.
 */
function RouteBadge({ peer, onCompare }: Pick<Props, "peer" | "onCompare">) {
  const open = useSignal(false);
  // A pair that was cut off or never connected has no route.
  if (peer.route === "unknown" || peer.state === "failed") return null;
  return (
    <>
      <button
        type="button"
        class="route-badge"
        title={t(`tile.${peer.route}.title`, { name: peer.name })}
        data-test="safety"
        data-compared={peer.compared}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name={peer.compared ? "check" : peer.route === "direct" ? "lock" : "relay"} />
        <span class="unseen">{t(`tile.${peer.route}`)}, </span>
        <span class="route-badge-short">
          {t(peer.compared ? "tile.compared" : "tile.not-compared")}
        </span>
        <span class="unseen">, {t("safety.title", { name: peer.name })}</span>
      </button>
      {open.value && (
        <SafetyDialog
          peer={peer}
          onCompare={onCompare}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
