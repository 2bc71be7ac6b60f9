// A small menu at a button: Escape, a press elsewhere and a choice close it, and then the button has
// the focus again.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export function usePopup() {
  const open = useSignal(false);
  /** Holds the button, which says aria-expanded, and the menu. */
  const root = useRef<HTMLDivElement>(null);

  /** First the focus, then the menu: what goes while it has the focus takes it along. */
  const close = () => {
    if (!open.value) return;
    root.current?.querySelector<HTMLElement>("[aria-expanded]")?.focus();
    open.value = false;
  };
  const isInside = (target: EventTarget | null) =>
    target instanceof Node && root.current?.contains(target) === true;
  useEffect(() => {
    if (!open.value) return;
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!isInside(target)) open.value = false;
    };
    addEventListener("pointerdown", onPointerDown);
    return () => removeEventListener("pointerdown", onPointerDown);
  }, [open.value]);
  return {
    open: open.value,
    toggle: () => {
      open.value = !open.value;
    },
    close,
    /** For the element around both. */
    around: {
      ref: root,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === "Escape") close();
      },
      onFocusOut: ({ relatedTarget }: FocusEvent) => {
        if (relatedTarget !== null && !isInside(relatedTarget)) open.value = false;
      },
    },
  };
}
