// The part of a browser that gives cameras and microphones, for tests.

type Kind = "audio" | "video";

/** What getUserMedia gives: it can be heard or seen until it is stopped. */
export class Track extends EventTarget {
  readonly kind: Kind;
  readonly #id: string;
  readyState: MediaStreamTrackState = "live";
  enabled = true;
  /** What this camera can, and does. */
  blurs: boolean[] = [];
  blurred = false;
  /** It says yes and does nothing. */
  stuck = false;

  constructor(kind: Kind, id: string) {
    super();
    this.kind = kind;
    this.#id = id;
  }

  stop(): void {
    this.readyState = "ended";
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#id, ...(this.blurs.length > 0 && { backgroundBlur: this.blurred }) };
  }

  getCapabilities(): MediaTrackCapabilities {
    return { backgroundBlur: this.blurs };
  }

  getConstraints(): MediaTrackConstraints {
    return {};
  }

  async applyConstraints({ backgroundBlur }: MediaTrackConstraints): Promise<void> {
    if (!this.stuck) this.blurred = backgroundBlur === true;
  }
}

/** Has one device of each kind, and no Web Audio. */
export class SmallBrowser extends EventTarget {
  /** Of the next cameras; see Track. */
  blurs: boolean[] = [];
  stuck = false;
  /** Every track that it ever gave. */
  readonly given: Track[] = [];
  #question: Promise<void> | undefined;
  #onAsked = () => {};
  #answer = () => {};

  /** From now on it asks the person first, until answer(). Resolves once it has asked. */
  askFirst(): Promise<void> {
    this.#question = new Promise((resolve) => {
      this.#answer = resolve;
    });
    return new Promise((resolve) => {
      this.#onAsked = resolve;
    });
  }

  answer(): void {
    this.#answer();
    this.#question = undefined;
  }

  /** The kinds of what can be heard or seen at this moment. */
  get liveKinds(): Kind[] {
    return this.given
      .filter(({ readyState, enabled }) => readyState === "live" && enabled)
      .map(({ kind }) => kind);
  }

  async getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
    this.#onAsked();
    await this.#question;
    const tracks = (["audio", "video"] as const).flatMap((kind) => {
      const id = `the ${kind}`;
      const constraints = wanted[kind] as { deviceId?: { exact: string } } | undefined;
      if (constraints === undefined) return [];
      const { exact = id } = constraints.deviceId ?? {};
      if (exact !== id) throw { name: "OverconstrainedError" }; // in Firefox no DOMException
      const { blurs, stuck } = this;
      return [Object.assign(new Track(kind, id), kind === "video" && { blurs, stuck })];
    });
    this.given.push(...tracks);
    return { getTracks: () => tracks } as unknown as MediaStream;
  }

  async enumerateDevices(): Promise<
    readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[]
  > {
    return (["audio", "video"] as const).map((kind) => ({
      kind: `${kind}input`,
      deviceId: `the ${kind}`,
      label: kind,
    }));
  }

  install(): void {
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: this });
  }
}
