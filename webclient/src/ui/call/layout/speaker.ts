// Who speaks: from how loud the others are, steadily. A cough takes nothing over, and a pause for
// breath gives nothing away.

/** Of the others, by their key: 0 to 1, linear. */
export type Levels = ReadonlyMap<string, number>;

/** About -46 dB: a voice in a quiet room is well above it, a fan below. */
const voice = 0.005;
/** In ms. Somebody else has to be the loudest for so long. */
const takeoverMs = 1500;
/** The first to speak is large sooner: nobody gives way. */
const firstMs = 400;
/** A voice counts as heard for so long after it was. */
const holdMs = 700;
/** How fast an average follows. */
const followMs = 500;
/** Whoever takes over is louder by so much. */
const margin = 1.25;
/** Between two looks; a page that slept for longer has heard nothing. */
const mostBetweenMs = 1000;

export class SpeakerWatch {
  readonly #average = new Map<string, number>();
  readonly #heardAt = new Map<string, number>();
  #speaker: string | undefined;
  #challenger: string | undefined;
  #since = 0;
  #before: number | undefined;

  /** Whoever spoke last, as long as they are here. */
  get speaker(): string | undefined {
    return this.#speaker;
  }

  /** Who is heard at `now`, in no order. */
  speaking(now: number): string[] {
    return [...this.#heardAt].filter(([, at]) => now - at <= holdMs).map(([key]) => key);
  }

  /** A look at everybody who is here; `now` in ms, of a clock that only goes forward. */
  sample(levels: Levels, now: number): void {
    const passed = Math.min(now - (this.#before ?? now), mostBetweenMs);
    this.#before = now;
    this.#forget(levels);
    const weight = 1 - Math.exp(-passed / followMs);
    for (const [key, level] of levels) {
      const average = this.#average.get(key) ?? 0;
      this.#average.set(key, average + weight * (Math.min(level, 1) - average));
      if (level >= voice) this.#heardAt.set(key, now);
    }
    this.#decide(now);
  }

  #forget(levels: Levels): void {
    for (const key of this.#average.keys()) {
      if (levels.has(key)) continue;
      this.#average.delete(key);
      this.#heardAt.delete(key);
    }
    if (this.#speaker !== undefined && !levels.has(this.#speaker)) this.#speaker = undefined;
  }

  #decide(now: number): void {
    const loudest = this.#loudest();
    if (loudest === undefined || loudest === this.#speaker) {
      this.#challenger = undefined;
      return;
    }
    if (loudest !== this.#challenger) {
      this.#challenger = loudest;
      this.#since = now;
    }
    const needed = this.#speaker === undefined ? firstMs : takeoverMs;
    if (now - this.#since < needed) return;
    this.#speaker = loudest;
    this.#challenger = undefined;
  }

  /** Who could be large: whoever is, unless another is clearly louder. */
  #loudest(): string | undefined {
    let [best, most] = [this.#speaker, margin * this.#averageOf(this.#speaker)];
    for (const [key, average] of this.#average) {
      if (key === this.#speaker || average < voice || average <= most) continue;
      [best, most] = [key, average];
    }
    return best;
  }

  #averageOf(key: string | undefined): number {
    return key === undefined ? 0 : (this.#average.get(key) ?? 0);
  }
}
