// Other tabs of this browser with the same call. A tab that is duplicated takes the way back into
// the call with it, and would put the first one out.

/** How long another tab may take to answer, in ms. */
const answerMs = 300;
/** How long another tab may take to end its part of the call, in ms. */
const releaseMs = 1_000;

type Word = "who" | "here" | "release" | "released";

export class Tabs {
  readonly #channel: BroadcastChannel;
  #release: (() => void) | undefined;

  /** `room` is base64url; nobody but pages of this origin in this browser can listen. */
  constructor(room: string) {
    this.#channel = new BroadcastChannel(`einmal ${room}`);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (this.#release === undefined) return;
      if (data === "who") this.#postWord("here");
      if (data === "release") {
        this.#release();
        this.holdCall(undefined);
        this.#postWord("released");
      }
    });
  }

  /**
   * Whether another tab is in the call. A page that was reloaded is not there any more to answer.
   */
  isElsewhere(): Promise<boolean> {
    return this.#askOthers("who", "here", answerMs);
  }

  /** This tab is in the call until another one wants it, or until it says that it no longer is. */
  holdCall(release: (() => void) | undefined): void {
    this.#release = release;
  }

  /** This tab neither asks nor answers any more. */
  close(): void {
    this.#channel.close();
  }

  /** Ends the part of the other tab. */
  async takeOver(): Promise<void> {
    await this.#askOthers("release", "released", releaseMs);
  }

  #postWord(word: Word): void {
    this.#channel.postMessage(word);
  }

  #askOthers(word: Word, wanted: Word, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (answered: boolean) => {
        clearTimeout(late);
        this.#channel.removeEventListener("message", onAnswer);
        resolve(answered);
      };
      const onAnswer = ({ data }: MessageEvent<Word>) => data === wanted && finish(true);
      const late = setTimeout(() => finish(false), ms);
      this.#channel.addEventListener("message", onAnswer);
      this.#postWord(word);
    });
  }
}
