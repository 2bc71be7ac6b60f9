// What a browser has for tones.
import { vi } from "vitest";

/** The tones that are played, as Hz; `clock` is moved by the test, in seconds. */
export function installAudio() {
  const played: { pitch: number; at: number }[] = [];
  const clock = { now: 0 };
  class Audio {
    readonly state = "running";
    get currentTime(): number {
      return clock.now;
    }
    createOscillator() {
      const frequency = { value: 0 };
      return {
        frequency,
        connect: (next: unknown) => next,
        start: (at: number) => played.push({ pitch: frequency.value, at }),
        stop: () => {},
      };
    }
    createGain() {
      const gain = {
        setValueAtTime: () => {},
        linearRampToValueAtTime: () => {},
        exponentialRampToValueAtTime: () => {},
      };
      return { gain, connect: (next: unknown) => next };
    }
  }
  vi.stubGlobal("AudioContext", Audio);
  return { played, clock };
}
