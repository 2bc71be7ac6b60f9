// What getStats (W3C webrtc-stats) says about how one connection's media fares, as counts and as
// momentary values; what became of it in a second is for whoever compares two of them.

/** Of the picture or of the sound that we send. */
export interface Sent {
  readonly bytes: number;
  readonly frames: number;
  /** Seconds that encoding took in all. */
  readonly encoding: number;
  readonly width: number;
  readonly height: number;
  readonly limitedBy: string | undefined;
  /** Of the packets, 0 to 1, as the peer has last counted; undefined if it has not. */
  readonly lost: number | undefined;
}

/** Of the picture or of the sound that comes. */
export interface Received {
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Seconds that what came has waited to be played, in all, and how many samples or frames. */
  readonly waited: number;
  readonly played: number;
}

export interface LineStats {
  /** ms, from any beginning. */
  readonly at: number;
  readonly rttMs: number | undefined;
  /** kbit/s that the browser takes the way for; not every browser says. */
  readonly available: number | undefined;
  /** Bytes of all lines, with their headers. */
  readonly bytesSent: number;
  readonly sent: Readonly<Record<"audio" | "video", Sent | undefined>>;
  readonly received: Readonly<Record<"audio" | "video", Received | undefined>>;
}

interface Entry {
  readonly type: string;
  readonly id: string;
  readonly [name: string]: unknown;
}

export async function lineStats(
  connection: Pick<RTCPeerConnection, "getStats">,
  now = performance.now(),
): Promise<LineStats> {
  const report = (await connection.getStats()) as unknown as ReadonlyMap<string, Entry>;
  return readLineStats(Array.from(report.values()), now);
}

export function readLineStats(entries: readonly Entry[], at: number): LineStats {
  const pair = selectedPair(entries);
  const rtt = numberIn(pair, "currentRoundTripTime");
  const available = numberIn(pair, "availableOutgoingBitrate");
  return {
    at,
    rttMs: rtt === undefined ? undefined : rtt * 1000,
    available: available === undefined ? undefined : available / 1000,
    bytesSent: allSent(entries),
    sent: { audio: sentOf(entries, "audio"), video: sentOf(entries, "video") },
    received: { audio: receivedOf(entries, "audio"), video: receivedOf(entries, "video") },
  };
}

function allSent(entries: readonly Entry[]): number {
  let total = 0;
  for (const entry of entries)
    if (entry.type === "outbound-rtp")
      total += (numberIn(entry, "bytesSent") ?? 0) + (numberIn(entry, "headerBytesSent") ?? 0);
  return total;
}

/** The first line of a kind: that of the camera and microphone stands before what is shared. */
function firstOf(entries: readonly Entry[], type: string, kind: string): Entry | undefined {
  const all = entries.filter((entry) => entry.type === type && entry.kind === kind);
  return all.sort((one, other) => Number(one.mid ?? 0) - Number(other.mid ?? 0))[0];
}

function sentOf(entries: readonly Entry[], kind: string): Sent | undefined {
  const sent = firstOf(entries, "outbound-rtp", kind);
  if (sent === undefined) return undefined;
  const remote = entries.find(
    (entry) => entry.type === "remote-inbound-rtp" && entry.localId === sent.id,
  );
  // The line is short if it is for what is shared.
  const isShort = entries.some(
    (entry) =>
      entry.type === "outbound-rtp" &&
      entry.kind === kind &&
      entry.qualityLimitationReason === "bandwidth" &&
      entry.active !== false,
  );
  const reason = isShort ? "bandwidth" : sent.qualityLimitationReason;
  return {
    bytes: numberIn(sent, "bytesSent") ?? 0,
    frames: numberIn(sent, "framesEncoded") ?? 0,
    encoding: numberIn(sent, "totalEncodeTime") ?? 0,
    width: numberIn(sent, "frameWidth") ?? 0,
    height: numberIn(sent, "frameHeight") ?? 0,
    limitedBy: typeof reason === "string" ? reason : undefined,
    lost: numberIn(remote, "fractionLost"),
  };
}

function receivedOf(entries: readonly Entry[], kind: string): Received | undefined {
  const inbound = firstOf(entries, "inbound-rtp", kind);
  if (inbound === undefined) return undefined;
  const count = (name: string) => numberIn(inbound, name) ?? 0;
  return {
    bytes: count("bytesReceived"),
    packets: count("packetsReceived"),
    lost: count("packetsLost"),
    frames: count("framesDecoded"),
    width: count("frameWidth"),
    height: count("frameHeight"),
    waited: count("jitterBufferDelay"),
    played: count("jitterBufferEmittedCount"),
  };
}

// Chromium names the selected pair in the transport, and nominates others too; Firefox marks it.
function selectedPair(entries: readonly Entry[]): Entry | undefined {
  const id = entries.find(
    (entry) => entry.type === "transport" && entry.selectedCandidatePairId,
  )?.selectedCandidatePairId;
  if (id !== undefined) return entries.find((entry) => entry.id === id);
  return entries.find((entry) => entry.type === "candidate-pair" && entry.selected === true);
}

function numberIn(entry: Entry | undefined, name: string): number | undefined {
  const value = entry?.[name];
  return typeof value === "number" ? value : undefined;
}
