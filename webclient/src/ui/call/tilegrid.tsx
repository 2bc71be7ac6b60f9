// Everybody's tile, and what is shared. Alone, one's own fills the stage; with others it is small,
// unless it is a call without pictures.
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { NotifySwitch } from "../parts/notifyswitch.tsx";
import { InviteWhileAlone } from "./invite.tsx";
import { usePlaces } from "./layout/place.ts";
import type { Share, Wanted } from "./layout/regions.ts";
import { modeOf, pageView, type View } from "./layout/view.ts";
import { PeerTile } from "./peertile.tsx";
import { SelfTile } from "./selftile.tsx";
import "./tilegrid.css";
import "./chattiles.css";

/** A screen that is shared, by somebody or oneself. */
export interface SharedScreen extends Share {
  /** An <li class="tile"> with the same key, which is its `data-key` as well. */
  readonly tile: ComponentChild;
}

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** One's own. */
  name: string;
  invitation: string | undefined;
  /** Shown to a host who is alone. */
  appointment?: ComponentChild;
  onInvite: () => void;
  screens?: readonly SharedScreen[];
  view?: View;
}

export function TileGrid(props: Props) {
  const { model, media, name, invitation, appointment, onInvite } = props;
  const { screens = [], view = pageView } = props;
  const peers = model.peers.value;
  const met = useRef(false);
  if (peers.length > 0) met.current = true;
  const alone = peers.length === 0;
  const hides = model.kind === "video" && !alone;
  const folded = hides && view.selfHidden.value;
  const list = usePlaces(alone || model.kind === "chat" ? undefined : wantedOf(props, folded));
  return (
    <ul ref={list} class="tilegrid" data-self={alone ? "alone" : "small"}>
      {screens.map(({ tile }) => tile)}
      {peers.map((peer) => (
        <PeerTile
          key={peer.sid}
          peer={peer}
          kind={model.kind}
          onCompare={() => model.compare(peer.sid)}
          {...(model.role === "host" && { onRemove: () => model.remove(peer.sid) })}
        />
      ))}
      <SelfTile
        key="self"
        kind={model.kind}
        media={media}
        name={name}
        host={model.role === "host"}
        folded={folded}
        {...(hides && {
          onFold: (fold: boolean) => {
            view.selfHidden.value = fold;
          },
        })}
      />
      {alone && (
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

function wantedOf({ model, screens = [], view = pageView }: Props, hidden: boolean): Wanted {
  const pictures = model.kind === "video";
  const people = model.peers.value.map(({ sid, camera }) => ({
    key: sid,
    picture: pictures && camera,
  }));
  return {
    people,
    shares: screens,
    pictures,
    hidden,
    pins: view.pins.value,
    speaker: undefined,
    mode: modeOf(
      view,
      screens.some(({ own }) => !own),
    ),
  };
}
