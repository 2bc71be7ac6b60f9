// What a host can ask somebody for, as lines of the tile's menu.
import type { Peer } from "../../call/model.ts";
import type { Wish } from "../../call/participation/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import type { TileAction } from "./tilemenu.tsx";

type SaidWish = Exclude<Wish, "lower-hand">;
const iconOf = { unmute: "mic", camera: "video", mute: "mic-off" } as const;

/** What can be asked for at the moment. */
function wishesFor({ microphone, camera }: Peer, kind: CallKind): readonly SaidWish[] {
  if (kind === "chat") return [];
  const sound = microphone ? "mute" : "unmute";
  return kind === "video" && !camera ? [sound, "camera"] : [sound];
}

export function askActions(
  peer: Peer,
  kind: CallKind,
  onAsk: ((wish: Wish) => void) | undefined,
): TileAction[] {
  if (onAsk === undefined) return [];
  return wishesFor(peer, kind).map((wish) => ({
    test: `ask-${wish}`,
    icon: iconOf[wish],
    label: t(`ask.${wish}`),
    press: () => {
      onAsk(wish);
      announce(t(`ask.done.${wish}`, { name: peer.name }));
    },
  }));
}
