// A phone does not go to sleep during a call. The browser takes the lock away whenever the page is
// hidden, so we ask for it again.

/** Keeps the screen on until the function that it returns is called. */
export function keepScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  const requestLock = async () => {
    if (document.hidden || !navigator.wakeLock) return;
    try {
      const granted = await navigator.wakeLock.request("screen");
      if (ended) await granted.release();
      else lock = granted;
    } catch {
      // Low battery or a setting forbids it: the call goes on without.
    }
  };
  void requestLock();
  document.addEventListener("visibilitychange", requestLock);
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", requestLock);
    lock?.release().catch(() => {});
  };
}
