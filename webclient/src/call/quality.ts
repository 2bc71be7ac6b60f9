// The quality of a call's pictures as screens see it, also before there is a session.
import { effect, signal } from "@preact/signals-core";
import type { Quality } from "./mesh/quality.ts";
import {
  freeUplink,
  type LineFigures,
  type QualityModel,
  type Shown,
  type WantLine,
} from "./uplink/model.ts";

export class CallQuality implements QualityModel {
  readonly uplink = signal(freeUplink);
  #quality: Quality | undefined;

  /** From now on it is about this one; returns what ends that. */
  follow(quality: Quality): () => void {
    this.#quality = quality;
    return effect(() => {
      this.uplink.value = quality.uplink.value;
    });
  }

  showPicture(sid: string, shown: Shown, line: WantLine = "camera"): void {
    this.#quality?.wishes.show(sid, line, shown);
  }

  figuresOf(sid: string): LineFigures | undefined {
    return this.#quality?.figuresOf(sid);
  }

  putFilesFirst(): void {
    this.#quality?.putFilesFirst();
  }

  tryAgain(): void {
    this.#quality?.tryAgain();
  }
}
