// Shared screens among the people. Nothing is another's to take: whoever shares is shown.
import type { ComponentChild, ComponentChildren } from "preact";
import type { CallModel, LocalMedia, Peer } from "../../call/model.ts";
import type { Share } from "./layout/regions.ts";
import { ShareBar } from "./sharebar.tsx";
import { isPresenting, useLost } from "./sharelost.ts";
import { ShareTile } from "./sharetile.tsx";
import "./share.css";

/** A screen that is shared. */
export interface SharedScreen extends Share {
  /** An <li> with the same key, which is its `data-key` as well. */
  readonly tile: ComponentChild;
}

/** Somebody else shares a screen. */
export function isShared({ kind, peers }: CallModel): boolean {
  return kind === "video" && peers.value.some(isPresenting);
}

export function screensOf(model: CallModel): SharedScreen[] {
  const presenters = model.kind === "video" ? model.peers.value.filter(isPresenting) : [];
  return presenters.map((peer) => {
    const key = shareKey(peer);
    return { key, own: false, tile: <ShareTile key={key} place={key} model={model} peer={peer} /> };
  });
}

const shareKey = ({ sid }: Peer) => `share ${sid}`;

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  /** The tiles. */
  children: ComponentChildren;
}

/** What one shares oneself stands above everything. */
export function ShareArea({ model, media, children }: Props) {
  useLost(model.peers.value);
  const own = model.kind === "video" && media?.screen.shared.value !== undefined;
  return (
    <div class="views" data-own={own}>
      {media && own && <ShareBar model={model} screen={media.screen} />}
      <div class="views-people">{children}</div>
    </div>
  );
}
