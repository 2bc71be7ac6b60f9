/** Proof by numbers that picture and sound arrive: the decoder's and receiver's own counters grow. */
import type { Person } from "./person.ts";
import type { PeerStats } from "./spy.ts";
import { until } from "./until.ts";

export interface Flow {
  /** How many others there are. */
  peers: number;
  route?: "direct" | "relay";
  transport?: "udp" | "tcp";
  /** False where nobody sends a picture or a sound. */
  video?: boolean;
  audio?: boolean;
}

const frames = 5;
const packets = 25;

/** Waits until every peer of `person` is connected as asked, then until pictures and sound of each have grown. */
export async function mediaArrives(person: Person, flow: Flow): Promise<PeerStats[]> {
  const connected = (stats: PeerStats[]) =>
    stats.length === flow.peers &&
    stats.every(
      (peer) =>
        peer.state === "connected" &&
        (flow.route === undefined || peer.route === flow.route) &&
        (flow.transport === undefined || peer.transport === flow.transport),
    );
  let seen: PeerStats[] = [];
  const before = await until(`${person.name} to be connected to ${JSON.stringify(flow)}`, async () => {
    seen = await person.stats();
    return connected(seen) && seen;
  }).catch((error) => {
    throw new Error(`${error.message}; last seen ${JSON.stringify(seen)}`);
  });
  return await until(`picture and sound of all to arrive at ${person.name}`, async () => {
    seen = await person.stats();
    return connected(seen) && before.every((was) => hasGrown(was, seen, flow)) && seen;
  }).catch((error) => {
    throw new Error(`${error.message}; from ${JSON.stringify(before)} to ${JSON.stringify(seen)}`);
  });
}

function hasGrown(was: PeerStats, now: PeerStats[], flow: Flow): boolean {
  const is = now.find((peer) => peer.sid === was.sid);
  if (!is) return false;
  const video = flow.video === false || is.framesDecoded >= was.framesDecoded + frames;
  const audio = flow.audio === false || is.audioPacketsReceived >= was.audioPacketsReceived + packets;
  return video && audio;
}
