// Shared screens beside the people. Nothing is another's to take: whoever shares is shown.
import type { ComponentChildren } from "preact";
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

export function ShareArea({ model, media, children }: Props) {
  const presenters = model.kind === "video" ? model.peers.value.filter(isPresenting) : [];
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
