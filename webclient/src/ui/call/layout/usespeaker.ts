// Looks several times a second who speaks, while somebody else is there and the page is seen.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { loudnessOf } from "../../../call/loudness.ts";
import type { CallModel } from "../../../call/model.ts";
import { SpeakerWatch } from "./speaker.ts";

/** In ms. */
const periodMs = 200;

export interface Voices {
  /** Whoever spoke last. */
  readonly speaker: ReadonlySignal<string | undefined>;
  /** Who is heard at this moment. */
  readonly speaking: ReadonlySignal<readonly string[]>;
}

export function useVoices(model: CallModel): Voices {
  const voices = useMemo(() => {
    const speaker = signal<string | undefined>(undefined);
    const speaking = signal<readonly string[]>([]);
    return { speaker, speaking };
  }, []);
  useEffect(() => {
    if (model.kind === "chat") return;
    const watch = new SpeakerWatch();
    let timer: ReturnType<typeof setInterval> | undefined;
    const look = () => {
      const now = performance.now();
      const peers = model.peers.peek();
      const level = ({ microphone, stream }: (typeof peers)[number]) =>
        microphone ? loudnessOf(stream) : 0;
      watch.sample(new Map(peers.map((peer) => [peer.sid, level(peer)])), now);
      voices.speaker.value = watch.speaker;
      const speaking = watch.speaking(now);
      if (speaking.join() !== voices.speaking.peek().join()) voices.speaking.value = speaking;
    };
    const stopFollowing = effect(() => {
      clearInterval(timer);
      if (model.peers.value.length > 0) timer = setInterval(look, periodMs);
    });
    return () => {
      stopFollowing();
      clearInterval(timer);
    };
  }, [model, voices]);
  return voices;
}
