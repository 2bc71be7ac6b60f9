// A short list of things to press: beside the button that opened it, or on a phone at the lower
// edge. It is a modal dialog, so that nothing cuts it off and nothing lies over it.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";
import "./sheet.css";

interface Props {
  title: string;
  /** What opened it. Without, or on a phone, it stands at the lower edge. */
  anchor?: Element | null;
  onClose: () => void;
  children: ComponentChildren;
}

/** In rem: narrower, and it takes the whole width. */
const phoneWidth = 33;
/** To the edge of the page, in px. */
const margin = 8;

export function Sheet({ title, anchor, onClose, children }: Props) {
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const { current } = sheet;
    current?.showModal();
    if (!current || !anchor) return;
    const place = () => placeBeside(current, anchor);
    place();
    // A phone is turned, a window is made smaller, text grows.
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [anchor]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself.
    <dialog
      ref={sheet}
      class="sheet"
      aria-labelledby={id}
      onClose={onClose}
      onClick={({ target }) => {
        if (target === sheet.current) sheet.current?.close();
      }}
    >
      <div class="sheet-list">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

interface ActionProps {
  icon: IconName;
  test: string;
  /** Given where it is one of several choices, or a switch. */
  pressed?: boolean;
  onPress: () => void;
  children: ComponentChildren;
}

/** Closes the sheet first: what opens then has the focus, and gives it back to the button. */
export function SheetAction({ icon, test, pressed, onPress, children }: ActionProps) {
  return (
    <button
      type="button"
      class="sheet-action"
      data-test={test}
      aria-pressed={pressed}
      onClick={({ currentTarget }) => {
        currentTarget.closest("dialog")?.close();
        onPress();
      }}
    >
      <Icon name={icon} />
      <span>{children}</span>
      {pressed && <Icon name="check" />}
    </button>
  );
}

function placeBeside(sheet: HTMLElement, anchor: Element): void {
  delete sheet.dataset.beside;
  sheet.style.left = sheet.style.top = "";
  const { clientWidth, clientHeight } = document.documentElement;
  const text = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  if (clientWidth < phoneWidth * text) return;
  const button = anchor.getBoundingClientRect();
  if (button.width === 0) return;
  // It has its own width only then.
  sheet.dataset.beside = "true";
  const { width, height } = sheet.getBoundingClientRect();
  const within = (start: number, size: number, room: number) =>
    Math.max(margin, Math.min(start, room - size - margin));
  const below = button.bottom + height + margin <= clientHeight;
  sheet.style.left = `${within(button.right - width, width, clientWidth)}px`;
  sheet.style.top = `${within(below ? button.bottom : button.top - height, height, clientHeight)}px`;
}
