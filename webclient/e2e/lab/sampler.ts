/**
 * A look at the browser's own counters every tenth of a second, which the lab plants in each page.
 */
import type { Page } from "puppeteer-core";

/** The counters of one picture that somebody receives. */
export interface Picture {
  /** Of its line among those of the connection: the camera's is 1, a screen's comes behind it. */
  place: number;
  frames: number;
  width: number;
  height: number;
  freezes: number;
  frozenSeconds: number;
}

/** The counters of one connection at one moment. */
export interface Counters {
  /** Index of the connection in the page; a new one counts from nothing. */
  connection: number;
  packets: number;
  /** When the last packet of sound came, in ms since 1970. */
  heardAt: number;
  concealed: number;
  samples: number;
  pictures: Picture[];
}

export interface Tick {
  at: number;
  counters: Counters[];
}

/** One connection of a page: by the fingerprints of both ends it is found at the other end. */
export interface Connection {
  local: string;
  remote: string;
  state: string;
  /** Of the candidates that are in use: "direct udp", "relay tcp" and so on. */
  route: string;
}

export interface Recording {
  ticks: Tick[];
  connections: Connection[];
}

/** A connection that has told nothing for so long, in ms, is left out. */
const patienceMs = 2_000;

/** Begins to look at all connections of the page, those that are still to come too. */
export async function startSampling(page: Page, everyMs: number): Promise<void> {
  await page.evaluate(
    (every: number, patience: number) => {
      type Report = Record<string, unknown> & { type: string; id: string };
      const number = (value: unknown) => (typeof value === "number" ? value : 0);
      const ticks: Tick[] = [];
      const look = async (one: RTCPeerConnection, connection: number): Promise<Counters> => {
        const seen: Counters = {
          ...{ connection, packets: 0, heardAt: 0, concealed: 0, samples: 0 },
          pictures: [],
        };
        for (const report of (await one.getStats()).values() as Iterable<Report>) {
          if (report.type !== "inbound-rtp") continue;
          if (report.kind === "audio") {
            seen.packets += number(report.packetsReceived);
            seen.heardAt = Math.max(seen.heardAt, number(report.lastPacketReceivedTimestamp));
            seen.concealed += number(report.concealedSamples);
            seen.samples += number(report.totalSamplesReceived);
          } else {
            seen.pictures.push({
              place: one.getTransceivers().findIndex(({ mid }) => mid === report.mid),
              frames: number(report.framesDecoded),
              width: number(report.frameWidth),
              height: number(report.frameHeight),
              freezes: number(report.freezeCount),
              frozenSeconds: number(report.totalFreezesDuration),
            });
          }
        }
        return seen;
      };
      let busy = false;
      // Firefox tells nothing of one that is closed, and of one that closes meanwhile it may never.
      const soon = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), patience));
      const ends: [string, string][] = [];
      const fingerprint = (description: RTCSessionDescription | null) =>
        /^a=fingerprint:\S+ (\S+)/m.exec(description?.sdp ?? "")?.[1]?.toUpperCase() ?? "";
      const tick = async () => {
        if (busy) return;
        busy = true;
        const open = window.spy.connections.map((one, i) => ({ one, i }));
        const live = open.filter(({ one }) => one.connectionState !== "closed");
        for (const { one, i } of live) {
          const { localDescription, remoteDescription } = one;
          if (remoteDescription)
            ends[i] = [fingerprint(localDescription), fingerprint(remoteDescription)];
        }
        const looked = await Promise.all(
          live.map(({ one, i }) => Promise.race([look(one, i).catch(() => null), soon()])),
        );
        ticks.push({ at: Date.now(), counters: looked.filter((seen) => seen !== null) });
        busy = false;
      };
      setInterval(() => void tick(), every);
      Object.assign(window, { ticks, ends });
    },
    everyMs,
    patienceMs,
  );
}

/** All that was seen until now. */
export async function recorded(page: Page): Promise<Recording> {
  return await page.evaluate(async () => {
    type Report = Record<string, string> & { nominated?: unknown; selected?: unknown };
    const route = async (one: RTCPeerConnection) => {
      const reports = new Map((await one.getStats()) as unknown as Map<string, Report>);
      const all = [...reports.values()];
      const chosen = all.find(({ type }) => type === "transport")?.selectedCandidatePairId;
      const pair =
        reports.get(chosen ?? "") ??
        all.find((report) => report.type === "candidate-pair" && report.selected);
      const [near, far] = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) =>
        reports.get(id ?? ""),
      );
      if (!near || !far) return "none";
      const relayed = [near, far].some(({ candidateType }) => candidateType === "relay");
      return `${relayed ? "relay" : "direct"} ${near.relayProtocol ?? near.protocol}`;
    };
    const { ticks, ends } = window as unknown as { ticks: Tick[]; ends: [string, string][] };
    const describe = async (one: RTCPeerConnection, i: number): Promise<Connection> => {
      const [local = "", remote = ""] = ends[i] ?? [];
      const state = one.connectionState;
      const way = state === "closed" ? "none" : await route(one).catch(() => "none");
      return { local, remote, state, route: way };
    };
    return { ticks, connections: await Promise.all(window.spy.connections.map(describe)) };
  });
}
