// How large the others' pictures are on this screen, told to the call: they send no more than that,
// and nothing of what nobody looks at.
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import type { Shown } from "../../call/uplink/model.ts";
import { smallPage } from "../parts/smallpage.ts";

/** A page that was hidden for a moment shows its pictures again at once. */
const hiddenMs = 2000;
const heights = [90, 180, 270, 360, 540, 720] as const;
/** So much larger than it comes nobody sees it. */
const slack = 1.1;
/** A picture of less than this part of the largest is a thumbnail. */
const small = 0.5;

/** What a picture of so many pixels of the screen is wanted in. */
export function heightFor(pixels: number): Shown["height"] {
  if (pixels < 1) return 0;
  return heights.find((height) => pixels <= height * slack) ?? 720;
}

/** The shorter side of the picture as it is drawn, in pixels of the screen. */
function drawnHeight(video: HTMLVideoElement): number {
  const { clientWidth, clientHeight, videoWidth, videoHeight } = video;
  if (!videoWidth || !videoHeight) return clientHeight * devicePixelRatio;
  const [across, down] = [clientWidth / videoWidth, clientHeight / videoHeight];
  const covers = getComputedStyle(video).objectFit === "cover";
  const scale = covers ? Math.max(across, down) : Math.min(across, down);
  return Math.min(videoWidth, videoHeight) * scale * devicePixelRatio;
}

/** By size alone: thumbnails, one above all others, or all alike. */
export function ranksOf(pixels: readonly number[]): Shown["rank"][] {
  const largest = Math.max(...pixels);
  const shown = pixels.filter((size) => size > 0);
  const others = shown.filter((size) => size >= small * largest).length;
  return pixels.map((size) => {
    if (size < small * largest) return 0;
    return others === 1 && shown.length > 1 ? 2 : 1;
  });
}

class Pictures {
  readonly #model: CallModel;
  readonly #seen = new Map<HTMLVideoElement, boolean>();
  readonly #sizes = new ResizeObserver(() => this.#tell());
  readonly #places = new IntersectionObserver((changes) => this.#place(changes));
  readonly #tree = new MutationObserver(() => this.#find());
  #away = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #leaveSmallPage: () => void;

  constructor(model: CallModel) {
    this.#model = model;
    this.#tree.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", this.#turn);
    document.addEventListener("leavepictureinpicture", this.#turn, true);
    this.#leaveSmallPage = effect(() => {
      const page = smallPage.value;
      if (page) this.#tree.observe(page.body, { childList: true, subtree: true });
      this.#find();
    });
    this.#turn();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#leaveSmallPage();
    for (const observer of [this.#sizes, this.#places, this.#tree]) observer.disconnect();
    document.removeEventListener("visibilitychange", this.#turn);
    document.removeEventListener("leavepictureinpicture", this.#turn, true);
  }

  #find(): void {
    const videos = document.querySelectorAll<HTMLVideoElement>("[data-test=tile][data-sid] video");
    const apart = smallPage.peek()?.querySelectorAll<HTMLVideoElement>("[data-sid] video") ?? [];
    const here = new Set([...videos, ...apart]);
    let changed = false;
    for (const video of this.#seen.keys()) {
      if (here.has(video)) continue;
      changed = true;
      this.#seen.delete(video);
      this.#sizes.unobserve(video);
      this.#places.unobserve(video);
    }
    for (const video of here) {
      if (this.#seen.has(video)) continue;
      changed = true;
      this.#seen.set(video, true);
      this.#sizes.observe(video);
      // It would be told of another page's as if it were never in sight.
      if (video.ownerDocument === document) this.#places.observe(video);
      video.addEventListener("resize", () => this.#tell());
    }
    if (changed) this.#tell();
  }

  #place(changes: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of changes)
      if (this.#seen.has(target as HTMLVideoElement))
        this.#seen.set(target as HTMLVideoElement, isIntersecting);
    this.#tell();
  }

  readonly #turn = (): void => {
    clearTimeout(this.#timer);
    const away = document.hidden && !document.pictureInPictureElement;
    if (away === this.#away) return;
    if (!away) this.#setAway(false);
    else this.#timer = setTimeout(() => this.#setAway(true), hiddenMs);
  };

  #setAway(away: boolean): void {
    this.#away = away;
    this.#tell();
  }

  #tell(): void {
    const pixels = new Map<string, number>();
    for (const { sid } of this.#model.peers.value) pixels.set(sid, 0);
    for (const [video, seen] of this.#seen) {
      const sid = video.closest<HTMLElement>("[data-sid]")?.dataset.sid ?? "";
      const away = this.#away && video.ownerDocument === document;
      const drawn = seen && !away && video.isConnected ? drawnHeight(video) : 0;
      // Shown twice, as in a window of its own: the larger one counts.
      pixels.set(sid, Math.max(pixels.get(sid) ?? 0, drawn));
    }
    const ranks = ranksOf([...pixels.values()]);
    for (const [n, [sid, size]] of [...pixels].entries())
      this.#model.quality.showPicture(sid, { height: heightFor(size), rank: ranks[n] ?? 1 });
  }
}

/** For as long as the stage is there. */
export function usePictures(model: CallModel): void {
  useEffect(() => {
    if (model.kind !== "video" || typeof ResizeObserver === "undefined") return;
    const pictures = new Pictures(model);
    return () => pictures.close();
  }, [model]);
}
