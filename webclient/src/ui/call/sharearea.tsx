// Shared screens among the people. Nothing is another's to take: whoever shares is shown.
import type { ComponentChild, ComponentChildren } from "preact";
import type { CallModel, Peer } from "../../call/model.ts";
import type { Share } from "./layout/regions.ts";
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
  /** The tiles. */
  children: ComponentChildren;
}

export function ShareArea({ model, children }: Props) {
  useLost(model.peers.value);
  return <div class="views">{children}</div>;
}
