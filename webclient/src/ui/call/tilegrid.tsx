// Everybody's tile, and what is shared. Alone, one's own fills the stage; with others it is small,
// unless it is a call without pictures.
import type { ComponentChild } from "preact";
import { useRef } from "preact/hooks";
import { isHandingOver } from "../../call/hosting/model.ts";
import type { CallModel, LocalMedia, Peer } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import { pageView, type View } from "../../page/callview.ts";
import { t } from "../i18n/index.ts";
import { NotifySwitch } from "../parts/notifyswitch.tsx";
import { InviteWhileAlone } from "./invite.tsx";
import { bringForward, keepOrder } from "./layout/order.ts";
import { usePlaces } from "./layout/place.ts";
import type { Share, Wanted } from "./layout/regions.ts";
import type { Voices } from "./layout/usespeaker.ts";
import { modeOf } from "./layout/view.ts";
import { PeerTile } from "./peertile.tsx";
import { pinOrUnpin } from "./pins.ts";
import { SelfTile } from "./selftile.tsx";
import { screensOf } from "./sharearea.tsx";
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
  view?: View;
  /** Not given in a chat call. */
  voices?: Voices;
}

export function TileGrid(props: Props) {
  const { model, media, name, invitation, appointment, onInvite } = props;
  const { view = pageView, voices } = props;
  const screens = screensOf(model);
  const peers = model.peers.value;
  const met = useRef(false);
  if (peers.length > 0) met.current = true;
  const alone = peers.length === 0;
  const hides = model.kind === "video" && !alone;
  const folded = hides && view.selfHidden.value;
  const placed = !alone && model.kind !== "chat";
  const wanted = useWanted(props, screens, folded);
  const list = usePlaces(placed ? wanted : undefined);
  return (
    <ul ref={list} class="tilegrid" data-self={alone ? "alone" : "small"}>
      {screens.map(({ tile }) => tile)}
      {peers.map((peer) => (
        <PeerTile
          key={peer.sid}
          peer={peer}
          kind={model.kind}
          voices={voices}
          pinned={placed && view.pins.value.includes(peer.sid)}
          {...(placed && { onPin: () => pinOrUnpin(view, peer), quality: model.quality })}
          onCompare={() => model.compare(peer.sid)}
          sign={<TileSign participation={model.participation} sid={peer.sid} />}
          {...(model.role === "host" && {
            onRemove: () => model.remove(peer.sid),
            ...(mayHandOver(model, peer) && { onHandOver: () => model.hosting.offer(peer.sid) }),
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
        folded={folded}
        sign={<TileSign participation={model.participation} />}
        {...(hides && {
          onFold: (fold: boolean) => {
            view.selfHidden.value = fold;
          },
        })}
      />
      {alone && (
        <li key="invite" class="tilegrid-invite">
          {model.role === "host" && invitation && model.everybody.value.length === 0 ? (
            <>
              <InviteWhileAlone model={model} link={invitation} onMore={onInvite} />
              <div class="tilegrid-more">
                <NotifySwitch about="knocks" />
                {appointment}
              </div>
            </>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too.
            <p tabIndex={0}>{aloneWords(model, met.current)}</p>
          )}
        </li>
      )}
    </ul>
  );
}

function aloneWords({ everybody }: CallModel, met: boolean): string {
  if (everybody.value.length > 0) return t("call.alone.group");
  return t(met ? "call.alone.again" : "call.alone");
}

/** Only who is reached directly can be asked, one at a time; and the server has to hear of it. */
function mayHandOver({ hosting, serverHere }: CallModel, { state, program }: Peer): boolean {
  const open = hosting.handover.value;
  const isOpen = open !== undefined && isHandingOver(open);
  const mayBeHost = program !== "native" && program !== "phone";
  return state === "connected" && mayBeHost && serverHere.value && !isOpen;
}

function useWanted(props: Props, screens: readonly Share[], hidden: boolean): Wanted {
  const { model, view = pageView, voices } = props;
  const pictures = model.kind === "video";
  const peers = model.peers.value;
  const shared = screens.some(({ own }) => !own);
  const mode = modeOf(view, shared);
  // Who has gone is pinned again when they come back.
  const pins = view.pins.value.filter((pin) => peers.some(({ sid }) => sid === pin));
  const largeOne = pins.length === 0 && (mode === "side" || (mode === "speaker" && !shared));
  // Kept while all are alike, too: whoever was large is so again.
  const order = useRef<readonly string[]>([]);
  order.current = keepOrder(
    order.current,
    peers.map(({ sid }) => sid),
  );
  const speaker = largeOne ? voices?.speaker.value : undefined;
  if (speaker !== undefined) order.current = bringForward(order.current, speaker);
  const people = peers.map(({ sid, camera }) => ({ key: sid, picture: pictures && camera }));
  const place = ({ key }: { key: string }) => order.current.indexOf(key);
  if (largeOne) people.sort((one, other) => place(one) - place(other));
  return { people, shares: screens, pictures, hidden, pins, speaker: people[0]?.key, mode };
}
