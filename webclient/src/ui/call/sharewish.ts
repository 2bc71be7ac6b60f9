// A shared screen that nobody looks at is not sent.
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";

/** A page that was hidden for a moment shows its pictures again at once. */
const hiddenMs = 2000;

/** `apart`: it is in a window of its own, whatever this page does. */
export function useShareWish(model: CallModel, sid: string, apart: boolean): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wish = (height: 0 | 720) => model.quality.showPicture(sid, { height, rank: 2 }, "share");
    const turn = () => {
      clearTimeout(timer);
      if (!document.hidden || apart) wish(720);
      else timer = setTimeout(() => wish(0), hiddenMs);
    };
    turn();
    document.addEventListener("visibilitychange", turn);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", turn);
    };
  }, [model, sid, apart]);
}
