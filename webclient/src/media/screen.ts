// The screen, window or tab that a person shares, with its sound where the browser gives one. The
// only place that asks the browser for it, and only in a click.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { type ScreenProblem, screenProblem } from "./screenerrors.ts";

/** Letters are to be sharp, or motion smooth. */
export type ShareMode = "text" | "video";

/** What of a device is shown; browsers that do not tell mean anything. */
export type Surface = "monitor" | "window" | "browser" | "film" | "unknown";

export interface SharedScreen {
  readonly mode: ShareMode;
  readonly surface: Surface;
  readonly sound: boolean;
  /** The others may point at it. */
  readonly pointing: boolean;
}

/** What whoever draws it holds in their hands. */
export type LocalScreen = Pick<
  Screen,
  | "possible"
  | "shared"
  | "problem"
  | "picture"
  | "share"
  | "shareFilm"
  | "changeMode"
  | "letPoint"
  | "stop"
  | "dismissProblem"
>;

/** A browser leaves out what it does not know. */
const wanted = {
  video: { frameRate: { max: 30 }, width: { max: 1920 }, height: { max: 1200 } },
  // restrictOwnAudio: the voices of the call are not sent back to those who speak.
  audio: { suppressLocalAudioPlayback: false, restrictOwnAudio: true },
  // Nobody shows this very page: it would show itself in itself.
  selfBrowserSurface: "exclude",
  surfaceSwitching: "include",
  systemAudio: "exclude",
} as DisplayMediaStreamOptions;

/** Sharp letters, or smooth motion: a hint for the encoder (W3C mst-content-hint). */
const hints: Readonly<Record<ShareMode, string>> = { text: "text", video: "motion" };

export class Screen {
  readonly #shared = signal<SharedScreen | undefined>(undefined);
  readonly #problem = signal<ScreenProblem | undefined>(undefined);
  #stream: MediaStream | undefined;
  #asking = false;
  #closed = false;

  readonly shared: ReadonlySignal<SharedScreen | undefined> = this.#shared;
  /** Why the last attempt came to nothing, until the next one or until it is dismissed. */
  readonly problem: ReadonlySignal<ScreenProblem | undefined> = this.#problem;

  /** False on phones, where no browser has it. */
  get possible(): boolean {
    return typeof navigator.mediaDevices?.getDisplayMedia === "function";
  }

  get picture(): MediaStreamTrack | null {
    return this.#stream?.getVideoTracks()[0] ?? null;
  }
  get sound(): MediaStreamTrack | null {
    return this.#stream?.getAudioTracks()[0] ?? null;
  }

  /** To be called in a click; never rejects, see `problem`. What was shared before is replaced. */
  async share(mode: ShareMode): Promise<void> {
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    this.#problem.value = undefined;
    const asked = performance.now();
    try {
      this.#adopt(await getScreen(), mode);
    } catch (error) {
      this.#problem.value = screenProblem(error, performance.now() - asked);
    }
    this.#asking = false;
  }

  /** What an element plays, in place of what was shared before. */
  shareFilm(stream: MediaStream): void {
    this.#problem.value = undefined;
    this.#adopt(stream, "video", "film");
  }

  changeMode(mode: ShareMode): void {
    const shared = this.#shared.peek();
    if (shared === undefined) return;
    hint(this.picture, mode);
    this.#shared.value = { ...shared, mode };
  }

  letPoint(pointing: boolean): void {
    const shared = this.#shared.peek();
    if (shared !== undefined) this.#shared.value = { ...shared, pointing };
  }

  /** At once: the tracks first, then whoever hears of it. */
  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.#shared.value = undefined;
  }

  dismissProblem(): void {
    this.#problem.value = undefined;
  }

  close(): void {
    this.#closed = true;
    this.stop();
  }

  #adopt(stream: MediaStream, mode: ShareMode, film?: "film"): void {
    const [picture] = stream.getVideoTracks();
    if (this.#closed || picture === undefined) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    this.stop();
    this.#stream = stream;
    hint(picture, mode);
    // The browser's own bar, or the window that was shared is gone.
    picture.addEventListener("ended", () => this.picture === picture && this.stop());
    const [sound] = stream.getAudioTracks();
    sound?.addEventListener("ended", () => this.#loseSound(sound));
    const surface = film ?? surfaceOf(picture);
    this.#shared.value = { mode, surface, sound: sound !== undefined, pointing: false };
  }

  #loseSound(sound: MediaStreamTrack): void {
    const shared = this.#shared.peek();
    if (shared === undefined || this.sound !== sound) return;
    this.#stream?.removeTrack(sound);
    this.#shared.value = { ...shared, sound: false };
  }
}

function getScreen(): Promise<MediaStream> {
  return navigator.mediaDevices.getDisplayMedia(wanted);
}

/** Firefox knows no hint. */
function hint(picture: MediaStreamTrack | null, mode: ShareMode): void {
  if (picture !== null && "contentHint" in picture) picture.contentHint = hints[mode];
}

function surfaceOf(picture: MediaStreamTrack): Surface {
  const { displaySurface } = picture.getSettings() as { displaySurface?: string };
  return displaySurface === "monitor" || displaySurface === "window" || displaySurface === "browser"
    ? displaySurface
    : "unknown";
}
