// Whose screen is no longer shown, although nobody has said that it ended: their tab may have died.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Peer } from "../../call/model.ts";

/** Whom we have not reached for so long, in ms, shows nothing until we reach them again. */
const lostMs = 8000;

const lost = signal<ReadonlySet<string>>(new Set());

/** Also not of a pair that broke for good. */
export function isPresenting({ sid, share, state }: Peer): boolean {
  return share !== undefined && state !== "failed" && !lost.value.has(sid);
}

export function useLost(peers: readonly Peer[]): void {
  const unreached = peers.filter(({ state }) => state !== "connected").map(({ sid }) => sid);
  useEffect(() => {
    const still = unreached.filter((sid) => lost.peek().has(sid));
    if (still.length < lost.peek().size) lost.value = new Set(still);
    if (still.length === unreached.length) return;
    const timer = setTimeout(() => {
      lost.value = new Set(unreached);
    }, lostMs);
    return () => clearTimeout(timer);
  }, [unreached.join(" ")]);
}
