/**
 * Proof by numbers that picture and sound arrive: the decoder's and receiver's own counters grow.
 */
import type { Person } from "./person.ts";
import type { PeerStats, RelayWay } from "./spy.ts";
import { until } from "./until.ts";

export interface Flow {
  /** How many others there are. */
  peers: number;
  route?: "direct" | "relay";
  transport?: RelayWay["over"];
  /** False where nobody sends a picture or a sound. */
  video?: boolean;
  audio?: boolean;
}

const frames = 5;
const packets = 25;

/**
 * Waits until every peer of `person` is connected as asked and then pictures and sound of each have
 * grown.
 */
export async function mediaArrives(person: Person, flow: Flow): Promise<PeerStats[]> {
  let first = new Map<string, PeerStats>();
  let now: PeerStats[] = [];
  return await until(`picture and sound at ${person.name}, ${JSON.stringify(flow)}`, async () => {
    now = await person.stats();
    if (!isConnected(now, flow)) return false;
    // Somebody who came back counts from then on, and a browser that has agreed anew may count
    // frames from nothing.
    first = new Map(now.map((peer) => [peer.sid, least(first.get(peer.sid) ?? peer, peer)]));
    return now.every((peer) => hasGrown(first.get(peer.sid) ?? peer, peer, flow)) && now;
  }).catch((error) => {
    throw new Error(
      `${error.message}; from ${JSON.stringify([...first.values()])} to ${JSON.stringify(now)}`,
    );
  });
}

function least(was: PeerStats, is: PeerStats): PeerStats {
  return {
    ...was,
    framesDecoded: Math.min(was.framesDecoded, is.framesDecoded),
    audioPacketsReceived: Math.min(was.audioPacketsReceived, is.audioPacketsReceived),
  };
}

function isConnected(stats: PeerStats[], flow: Flow): boolean {
  return (
    stats.length === flow.peers &&
    stats.every(
      (peer) =>
        peer.state === "connected" &&
        (flow.route === undefined || peer.route === flow.route) &&
        (flow.transport === undefined || peer.transport === flow.transport),
    )
  );
}

function hasGrown(was: PeerStats, is: PeerStats, flow: Flow): boolean {
  const video = flow.video === false || is.framesDecoded >= was.framesDecoded + frames;
  const audio =
    flow.audio === false || is.audioPacketsReceived >= was.audioPacketsReceived + packets;
  return video && audio;
}
