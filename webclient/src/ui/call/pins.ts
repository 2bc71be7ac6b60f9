// Keeping somebody large, with a word about it for screen readers.
import type { Peer } from "../../call/model.ts";
import type { View } from "../../page/callview.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { togglePin } from "./layout/view.ts";

export function pinOrUnpin(view: View, { sid, name }: Pick<Peer, "sid" | "name">): void {
  togglePin(view, sid);
  const pinned = view.pins.value.includes(sid);
  announce(t(pinned ? "say.pinned" : "say.unpinned", { name }));
}

/** With the key: whoever has the focus, or else whoever speaks, unless somebody is pinned. */
export function pinByKey(view: View, peers: readonly Peer[], speaker: string | undefined): boolean {
  const focused = document.activeElement?.closest<HTMLElement>("[data-test=tile]")?.dataset.sid;
  const pinned = peers.filter(({ sid }) => view.pins.value.includes(sid));
  const meant = peers.find(({ sid }) => sid === focused);
  if (meant) pinOrUnpin(view, meant);
  else if (pinned.length > 0) for (const peer of pinned) pinOrUnpin(view, peer);
  else {
    const peer = peers.find(({ sid }) => sid === speaker) ?? peers[0];
    if (!peer) return false;
    pinOrUnpin(view, peer);
  }
  return true;
}
