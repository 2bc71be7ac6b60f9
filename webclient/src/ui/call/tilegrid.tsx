// Everybody's tile. Alone, one's own fills the stage; with one other it lies in the corner; with
// more it is one of the grid.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import { t } from "../i18n/index.ts";
import { NotifySwitch } from "../parts/notifyswitch.tsx";
import { InviteWhileAlone } from "./invite.tsx";
import { PeerTile } from "./peertile.tsx";
import { SelfTile } from "./selftile.tsx";
import { TileSign } from "./tilesign.tsx";
import "./tilegrid.css";
import "./chattiles.css";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** One's own. */
  name: string;
  invitation: string | undefined;
  /** Shown to a host who is alone. */
  appointment?: ComponentChild;
  onInvite: () => void;
}

export function TileGrid({ model, media, name, invitation, appointment, onInvite }: Props) {
  const selfHidden = useSignal(false);
  const peers = model.peers.value;
  const met = useRef(false);
  if (peers.length > 0) met.current = true;
  const place =
    peers.length === 0 ? "alone" : peers.length === 1 && model.kind === "video" ? "corner" : "grid";
  const cells = peers.length + (place === "corner" ? 0 : 1) + (place === "alone" ? 1 : 0);
  return (
    <ul class="tilegrid" data-cells={cells} data-self={place}>
      {peers.map((peer) => (
        <PeerTile
          key={peer.sid}
          peer={peer}
          kind={model.kind}
          onCompare={() => model.compare(peer.sid)}
          sign={<TileSign participation={model.participation} sid={peer.sid} />}
          {...(model.role === "host" && {
            onRemove: () => model.remove(peer.sid),
            onAsk: (wish: Wish) => model.participation.ask(wish, peer.sid),
          })}
        />
      ))}
      <SelfTile
        key="self"
        kind={model.kind}
        media={media}
        name={name}
        host={model.role === "host"}
        folded={place === "corner" && selfHidden.value}
        sign={<TileSign participation={model.participation} />}
        {...(place === "corner" && {
          onFold: (fold: boolean) => {
            selfHidden.value = fold;
          },
        })}
      />
      {place === "alone" && (
        <li key="invite" class="tilegrid-invite">
          {model.role === "host" && invitation ? (
            <>
              <InviteWhileAlone model={model} link={invitation} onMore={onInvite} />
              <div class="tilegrid-more">
                <NotifySwitch about="knocks" />
                {appointment}
              </div>
            </>
          ) : (
            <p>{t(met.current ? "call.alone.again" : "call.alone")}</p>
          )}
        </li>
      )}
    </ul>
  );
}
