// What getStats (W3C webrtc-stats) says about one connection, reduced to what einmal shows and
// tests.
import { noteEnergy } from "./loudness.ts";
import type { Route } from "./state.ts";

export interface ConnectionStats {
  readonly route: Route;
  /** How this client reaches its relay ("udp", "tcp", "tls"), or the transport of a direct pair. */
  readonly transport: string;
  readonly framesDecoded: number;
  readonly audioPacketsReceived: number;
  readonly bytesReceived: number;
  readonly rttMs: number;
  readonly width: number;
  readonly height: number;
}

/** The fields that are read here, of whatever entry has them. */
interface Entry {
  readonly type: string;
  readonly kind?: string;
  readonly state?: string;
  readonly selected?: boolean;
  readonly nominated?: boolean;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly relayProtocol?: string;
  readonly protocol?: string;
  readonly currentRoundTripTime?: number;
  readonly framesDecoded?: number;
  readonly packetsReceived?: number;
  readonly bytesReceived?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly trackIdentifier?: string;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
}

export async function connectionStats(pc: RTCPeerConnection): Promise<ConnectionStats> {
  const report = (await pc.getStats()) as unknown as ReadonlyMap<string, Entry>;
  const entries = Array.from(report.values());
  const pair = selectedPair(report, entries);
  const local = report.get(String(pair?.localCandidateId));
  const remote = report.get(String(pair?.remoteCandidateId));
  const inbound = entries.filter((entry) => entry.type === "inbound-rtp");
  // The person's own; a screen that is shared comes on lines behind them.
  const own = (kind: string) => {
    const line = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
    const id = line?.receiver.track.id;
    return inbound.find((entry) => entry.kind === kind && (entry.trackIdentifier ?? id) === id);
  };
  const [video, audio] = [own("video"), own("audio")];
  const relayed = local?.candidateType === "relay" || remote?.candidateType === "relay";
  return {
    route: local === undefined ? "unknown" : relayed ? "relay" : "direct",
    transport: String(local?.relayProtocol ?? local?.protocol ?? ""),
    framesDecoded: video?.framesDecoded ?? 0,
    audioPacketsReceived: audio?.packetsReceived ?? 0,
    bytesReceived: inbound.reduce((sum, entry) => sum + (entry?.bytesReceived ?? 0), 0),
    rttMs: Math.round((pair?.currentRoundTripTime ?? 0) * 1000),
    width: video?.frameWidth ?? 0,
    height: video?.frameHeight ?? 0,
  };
}

/** How many packets of sound and picture have come, over all ways; notes how loud it was. */
export async function packetsReceived(pc: RTCPeerConnection): Promise<number> {
  const report = (await pc.getStats()) as unknown as ReadonlyMap<string, Entry>;
  const inbound = Array.from(report.values()).filter(({ type }) => type === "inbound-rtp");
  for (const { receiver } of pc.getTransceivers()) {
    const { track } = receiver;
    const entry = inbound.find(({ trackIdentifier }) => trackIdentifier === track.id);
    const { totalAudioEnergy: energy, totalSamplesDuration: seconds } = entry ?? {};
    if (energy !== undefined && seconds !== undefined) noteEnergy(track, { energy, seconds });
  }
  return inbound.reduce((sum, entry) => sum + (entry.packetsReceived ?? 0), 0);
}

// Chromium names the selected pair in the transport; Firefox marks the pair itself.
function selectedPair(report: ReadonlyMap<string, Entry>, entries: Entry[]): Entry | undefined {
  const transport = entries.find(
    (entry) => entry.type === "transport" && entry.selectedCandidatePairId,
  );
  if (transport !== undefined) return report.get(String(transport.selectedCandidatePairId));
  const pairs = entries.filter(
    (entry) => entry.type === "candidate-pair" && entry.state === "succeeded",
  );
  return (
    pairs.find((entry) => entry.selected === true) ??
    pairs.find((entry) => entry.nominated === true)
  );
}
