// One other person.
import { type Signal, useComputed, useSignal } from "@preact/signals";
import type { ComponentChild, RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { Peer } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import type { QualityModel } from "../../call/uplink/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Avatar } from "../parts/avatar.tsx";
import { canFloat, canFullScreen, toggleFloating, toggleFullScreen } from "../parts/fullscreen.ts";
import { Icon } from "../parts/icon.tsx";
import { StreamAudio, StreamVideo } from "../parts/stream.tsx";
import { askActions } from "./askactions.ts";
import type { Voices } from "./layout/usespeaker.ts";
import { LineDialog } from "./linedialog.tsx";
import { SafetyDialog } from "./safety.tsx";
import { type TileAction, TileMenu } from "./tilemenu.tsx";
import "./tile.css";

interface Props {
  peer: Peer;
  kind: CallKind;
  onCompare: () => void;
  /** Given to the host. */
  onRemove?: () => void;
  /** Given to a host who can hand over to this person. */
  onHandOver?: () => void;
  /** Stays large; not given in a chat call. */
  pinned?: boolean;
  onPin?: () => void;
  voices?: Voices | undefined;
  /** Not given in a chat call. */
  quality?: QualityModel;
  /** Further lines of the tile's menu. */
  actions?: readonly TileAction[];
  /** What the person shows beside their picture. */
  sign?: ComponentChild;
  onAsk?: (wish: Wish) => void;
}

export function PeerTile(props: Props) {
  const { peer, kind, onRemove, onHandOver, pinned = false, voices, sign } = props;
  const tile = useRef<HTMLLIElement>(null);
  const comparing = useSignal(false);
  const asking = useSignal(false);
  const seen = peer.camera && kind === "video";
  const state = stateOf(peer, seen);
  // Given to the element as it is: a voice comes and goes too often to draw a tile each time.
  const speaking = useComputed(() => voices?.speaking.value.includes(peer.sid) ?? false);
  return (
    <li
      ref={tile}
      class="tile"
      data-test="tile"
      data-sid={peer.sid}
      data-key={peer.sid}
      data-state={peer.state}
      data-route={peer.route}
      data-seen={seen}
      data-paused={seen ? peer.paused : undefined}
      data-speaking={speaking}
      data-pinned={pinned}
    >
      {kind === "video" && <StreamVideo stream={peer.stream} hidden={!seen} />}
      {kind !== "chat" && <StreamAudio stream={peer.stream} />}
      <div class="tile-rest">
        {!seen && <Avatar name={peer.name} />}
        {state && (
          <p class="tile-state" title={state}>
            {state}
          </p>
        )}
      </div>
      <div class="tile-foot">
        <p class="tile-name">
          {kind !== "chat" && !peer.microphone && (
            <>
              <Icon name="mic-off" />
              <span class="unseen">{t("tile.muted")}: </span>
            </>
          )}
          {pinned && (
            <>
              <Icon name="pin" />
              <span class="unseen">{t("tile.pinned")}: </span>
            </>
          )}
          <span class="tile-name-text" title={peer.name}>
            {peer.name}
          </span>
          {peer.host && <span class="tile-role">{t("tile.host")}</span>}
        </p>
        <RouteBadge peer={peer} open={comparing} />
      </div>
      {sign}
      <TileMenu
        name={peer.name}
        actions={actionsOf(props, tile, { comparing, asking })}
        {...(onRemove && { onRemove })}
        {...(onHandOver && { onHandOver })}
      />
      {props.quality && asking.value && (
        <LineDialog
          peer={peer}
          quality={props.quality}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
      {comparing.value && hasRoute(peer) && (
        <SafetyDialog
          peer={peer}
          onCompare={props.onCompare}
          onClose={() => {
            comparing.value = false;
          }}
        />
      )}
    </li>
  );
}

/** What there is to say in place of a picture, or over the last one. */
function stateOf({ state, paused, program }: Peer, seen: boolean): string | undefined {
  if (state !== "connected") return t(`tile.${state}`);
  if (program === "phone") return t("tile.phone");
  return seen && paused ? t(`tile.paused.${paused}`) : undefined;
}

function actionsOf(
  { peer, kind, pinned, onPin, onAsk, quality, actions = [] }: Props,
  tile: RefObject<HTMLLIElement | null>,
  open: Readonly<Record<"comparing" | "asking", Signal<boolean>>>,
): TileAction[] {
  const all: (TileAction | false | undefined)[] = [
    onPin && {
      test: "pin",
      icon: "pin",
      label: t(pinned ? "tile.unpin" : "tile.pin"),
      press: onPin,
    },
    kind === "video" &&
      peer.camera &&
      canFloat() && {
        test: "tile-window",
        icon: "small-window",
        label: t("tile.window"),
        press: () => toggleFloating(tile.current?.querySelector("video")),
      },
    kind === "video" &&
      canFullScreen() && {
        test: "tile-full",
        icon: "full-screen",
        label: t(document.fullscreenElement ? "view.full.end" : "tile.full"),
        press: () => tile.current && toggleFullScreen(tile.current),
      },
    hasRoute(peer) && {
      test: "menu-safety",
      icon: "lock",
      label: t("safety.title", { name: peer.name }),
      press: () => {
        open.comparing.value = true;
      },
    },
    quality && {
      test: "line",
      icon: "relay",
      label: t("line.menu"),
      press: () => {
        open.asking.value = true;
      },
    },
    ...askActions(peer, kind, onAsk),
    ...actions,
  ];
  return all.filter((one) => typeof one === "object");
}

/** A pair that was cut off or never connected has none. */
const hasRoute = ({ route, state }: Peer) => route !== "unknown" && state !== "failed";

/**
 * Shows whether this person's picture and voice come directly or through the relay, and whether the
 * safety code was compared. It opens the dialog with that code.
 */
function RouteBadge({ peer, open }: { peer: Peer; open: Signal<boolean> }) {
  if (peer.route === "unknown" || !hasRoute(peer)) return null;
  const phone = peer.program === "phone";
  const how = phone ? "by-phone" : peer.compared ? "compared" : "not-compared";
  return (
    <button
      type="button"
      class="route-badge"
      title={t(phone ? "program.phone" : `tile.${peer.route}.title`, { name: peer.name })}
      data-test="safety"
      data-compared={peer.compared}
      aria-haspopup="dialog"
      onClick={() => {
        open.value = true;
      }}
    >
      <Icon
        name={
          phone ? "alert" : peer.compared ? "check" : peer.route === "direct" ? "lock" : "relay"
        }
      />
      <span class="unseen">{t(`tile.${peer.route}`)}, </span>
      <span class="route-badge-short">{t(`tile.${how}`)}</span>
      <span class="unseen">, {t("safety.title", { name: peer.name })}</span>
    </button>
  );
}
