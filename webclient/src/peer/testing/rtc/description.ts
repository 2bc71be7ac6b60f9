// Session descriptions (RFC 8866, RFC 8829) with the lines that matter here.

export interface Section {
  readonly kind: string;
  readonly mid: string;
}

export interface Description {
  readonly type: "offer" | "answer";
  /** Of the connection that it describes. */
  readonly session: string;
  readonly ufrag: string;
  readonly fingerprint: string;
  readonly setup: "actpass" | "active" | "passive";
  readonly sections: readonly Section[];
  /** Grows while candidates are found. */
  readonly candidates: string[];
}

export function write({
  session,
  ufrag,
  fingerprint,
  setup,
  sections,
  candidates,
}: Description): string {
  const each = sections.flatMap(({ kind, mid }) => [
    kind === "application"
      ? "m=application 9 UDP/DTLS/SCTP webrtc-datachannel"
      : `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${mid}`,
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${ufrag.repeat(4)}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    `a=setup:${setup}`,
    ...(mid === sections[0]?.mid ? candidates.map((candidate) => `a=${candidate}`) : []),
  ]);
  const mids = sections.map(({ mid }) => mid).join(" ");
  return [
    "v=0",
    `o=- ${session} 1 IN IP4 127.0.0.1`,
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${mids}`,
    ...each,
    "",
  ].join("\r\n");
}

export function read(type: "offer" | "answer", sdp: string): Description {
  const all = (line: RegExp) => [...sdp.matchAll(line)].map((match) => match[1] ?? "");
  const one = (name: string) => {
    const distinct = new Set(all(new RegExp(`^a=${name}:(.+)\\r$`, "gm")));
    const [only] = distinct;
    if (only === undefined || distinct.size !== 1)
      throw new DOMException(`${name} in a description`, "OperationError");
    return only;
  };
  const kinds = all(/^m=(\S+) /gm);
  const mids = all(/^a=mid:(.+)\r$/gm);
  return {
    type,
    session: all(/^o=- (\S+) /gm)[0] ?? "",
    ufrag: one("ice-ufrag"),
    fingerprint: one("fingerprint").replace("sha-256 ", ""),
    setup: one("setup") as Description["setup"],
    sections: kinds.map((kind, i) => ({ kind, mid: mids[i] ?? "" })),
    candidates: all(/^a=(candidate:.+)\r$/gm),
  };
}

export function ufragOf(candidate: string): string | undefined {
  return / ufrag (\S+)/.exec(candidate)?.[1];
}
