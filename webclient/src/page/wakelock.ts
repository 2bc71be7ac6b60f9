// A phone does not go to sleep during a call. The browser takes the lock away whenever the page is
// hidden, so it is asked for again.
import { useEffect } from "preact/hooks";

export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let ended = false;
    const ask = async () => {
      if (document.hidden || !navigator.wakeLock) return;
      try {
        const granted = await navigator.wakeLock.request("screen");
        if (ended) await granted.release();
        else lock = granted;
      } catch {
        // Low battery or a setting forbids it: the call goes on without.
      }
    };
    void ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      ended = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release().catch(() => {});
    };
  }, []);
}
