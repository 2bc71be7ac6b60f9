// Streams, tracks and certificates without a camera or a key behind them.
import { randomBytes } from "node:crypto";
import { fingerprintOfCertificate } from "../../sdp.ts";

export class FakeTrack extends EventTarget {
  readonly kind: string;
  readyState = "live";
  constructor(kind: string) {
    super();
    this.kind = kind;
  }
}

export class FakeMediaStream {
  readonly #tracks = new Set<FakeTrack>();
  addTrack(track: FakeTrack): void {
    this.#tracks.add(track);
  }
  removeTrack(track: FakeTrack): void {
    this.#tracks.delete(track);
  }
  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }
}

/** Any bytes, and their hash. */
export class FakeCertificate {
  readonly bytes: ArrayBuffer;
  readonly fingerprint: string;

  private constructor(bytes: ArrayBuffer, fingerprint: string) {
    this.bytes = bytes;
    this.fingerprint = fingerprint;
  }

  static async make(): Promise<FakeCertificate> {
    const bytes = Uint8Array.from(randomBytes(64)).buffer;
    return new FakeCertificate(bytes, await fingerprintOfCertificate(bytes));
  }

  getFingerprints(): RTCDtlsFingerprint[] {
    return [{ algorithm: "sha-256", value: this.fingerprint.toLowerCase() }];
  }
}

export class FakeTransceiver {
  /** The media section; null until there is a description with it. */
  mid: string | null = null;
  direction = "sendrecv";
  readonly receiver: { readonly track: FakeTrack };
  readonly sender = {
    track: null as FakeTrack | null,
    replaceTrack: async (track: FakeTrack | null) => {
      this.sender.track = track;
    },
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async () => {},
  };

  constructor(kind: string) {
    this.receiver = { track: new FakeTrack(kind) };
  }

  get kind(): string {
    return this.receiver.track.kind;
  }
}
