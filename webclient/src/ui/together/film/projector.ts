// The element that plays a film. It lives on while the panel is closed, and ends with the call.
import { signal } from "@preact/signals";
import type { LocalScreen } from "../../../call/model.ts";

/** Chrome has the one, Firefox the other; Safari has neither. */
interface Capturing {
  captureStream?(): MediaStream;
  mozCaptureStream?(): MediaStream;
}

export interface Film {
  readonly name: string;
  readonly element: HTMLVideoElement;
  readonly url: string;
}

export const film = signal<Film | undefined>(undefined);
export const isUnreadable = signal(false);
export const isPlaying = signal(false);
/** Both in seconds. */
export const place = signal({ at: 0, all: 0 });

export function canShow(): boolean {
  const element: Capturing = HTMLVideoElement.prototype as Capturing;
  return element.captureStream !== undefined || element.mozCaptureStream !== undefined;
}

export function openFilm(file: File): void {
  closeFilm();
  const element = document.createElement("video");
  const url = URL.createObjectURL(file);
  element.playsInline = true;
  element.preload = "auto";
  const follow = () => {
    isPlaying.value = !element.paused && !element.ended;
    place.value = {
      at: element.currentTime,
      all: Number.isFinite(element.duration) ? element.duration : 0,
    };
  };
  for (const event of ["play", "pause", "ended", "timeupdate", "seeked", "loadedmetadata"])
    element.addEventListener(event, follow);
  element.addEventListener("error", () => {
    if (film.peek()?.element !== element) return;
    closeFilm();
    isUnreadable.value = true;
  });
  element.src = url;
  film.value = { name: file.name, element, url };
}

/** What plays is what the others see. */
export function showFilm(screen: LocalScreen): void {
  const element = film.peek()?.element as (HTMLVideoElement & Capturing) | undefined;
  const stream = element?.captureStream?.() ?? element?.mozCaptureStream?.();
  if (stream !== undefined) screen.shareFilm(stream);
}

export function closeFilm(): void {
  const { element, url } = film.peek() ?? {};
  film.value = undefined;
  isUnreadable.value = false;
  isPlaying.value = false;
  place.value = { at: 0, all: 0 };
  element?.pause();
  element?.removeAttribute("src");
  element?.remove();
  if (url !== undefined) URL.revokeObjectURL(url);
}
