// Full screen of the page or of one element, and a picture in a small window of the browser's own:
// where the browser has them.

export const canFullScreen = () => document.fullscreenEnabled === true;

/** For an element, or for the whole page; a second time it ends. */
export function toggleFullScreen(element: Element = document.documentElement): void {
  const turn =
    document.fullscreenElement === element
      ? document.exitFullscreen()
      : element.requestFullscreen();
  turn?.catch(() => {}); // the browser would not
}

/** Firefox has a button of its own on each picture, and tells pages nothing about it. */
export const canFloat = () => document.pictureInPictureEnabled === true;

export function toggleFloating(video: HTMLVideoElement | null | undefined): void {
  if (!video) return;
  const turn =
    document.pictureInPictureElement === video
      ? document.exitPictureInPicture()
      : video.requestPictureInPicture();
  turn.catch(() => {}); // the browser would not, or there is no picture yet
}
