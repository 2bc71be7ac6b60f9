// The controls step back while nobody does anything: they are dimmed, never gone, and whatever a
// person does brings them back. What has the focus of a keyboard is not dimmed (toolbar.css).
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** In ms. */
const quietMs = 10_000;
const signs = ["pointermove", "pointerdown", "keydown", "focusin", "wheel"] as const;

export function useQuiet(): boolean {
  const quiet = useSignal(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      clearTimeout(timer);
      quiet.value = false;
      timer = setTimeout(() => {
        quiet.value = true;
      }, quietMs);
    };
    wake();
    for (const sign of signs) addEventListener(sign, wake, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, wake);
    };
  }, [quiet]);
  return quiet.value;
}
