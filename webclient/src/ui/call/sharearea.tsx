// Shared screens beside the people. Nothing is another's to take: whoever shares is shown.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { CallModel, LocalMedia, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { ShareBar } from "./sharebar.tsx";
import { ShareTile } from "./sharetile.tsx";
import "./share.css";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** The people. */
  children: ComponentChildren;
}

/** A pair that broke for good shows nothing any more. */
export function isPresenting({ share, state }: Peer): boolean {
  return share !== undefined && state !== "failed";
}

/** Whom we have not reached for so long, in ms, shows nothing until we reach them again. */
const lostMs = 8000;

function useLost(peers: readonly Peer[]): ReadonlySet<string> {
  const lost = useSignal<ReadonlySet<string>>(new Set());
  const unreached = peers.filter(({ state }) => state !== "connected").map(({ sid }) => sid);
  useEffect(() => {
    const still = unreached.filter((sid) => lost.value.has(sid));
    if (still.length < lost.value.size) lost.value = new Set(still);
    if (still.length === unreached.length) return;
    const timer = setTimeout(() => {
      lost.value = new Set(unreached);
    }, lostMs);
    return () => clearTimeout(timer);
  }, [unreached.join(" ")]);
  return lost.value;
}

export function ShareArea({ model, media, children }: Props) {
  const lost = useLost(model.peers.value);
  const presenters =
    model.kind === "video"
      ? model.peers.value.filter((peer) => isPresenting(peer) && !lost.has(peer.sid))
      : [];
  const own = model.kind === "video" && media?.screen.shared.value !== undefined;
  return (
    <div class="views" data-shares={presenters.length} data-own={own}>
      {media && own && <ShareBar model={model} screen={media.screen} />}
      {presenters.length > 0 && (
        <ul class="shares" aria-label={t("share.area")}>
          {presenters.map((peer) => (
            <ShareTile key={peer.sid} model={model} peer={peer} />
          ))}
        </ul>
      )}
      <div class="views-people">{children}</div>
    </div>
  );
}
