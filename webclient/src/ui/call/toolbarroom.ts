// How many controls stand beside each other: as many as have room; the others are in a menu.
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { textSize, watchSize } from "./layout/textsize.ts";

/** Of a control with its name, in rem. A longer name takes what shorter ones leave. */
const usualWidth = 5.25;
/** On a phone they are narrower; so many have room beside each other there. */
const onPhone = 5;
/** In rem, as in toolbar.css. */
const phoneWidth = 33;

interface Control {
  readonly priority: number;
}

interface Fitting<C> {
  readonly shown: readonly C[];
  /** In the menu. */
  readonly rest: readonly C[];
}

/** `room` is for all, with the control to leave and, if it is needed, the menu's. */
export function fitControls<C extends Control>(controls: readonly C[], room: number): Fitting<C> {
  if (controls.length + 1 <= room) return { shown: controls, rest: [] };
  const ranks = controls.map(({ priority }) => priority).sort((a, b) => a - b);
  const most = ranks[Math.max(1, room - 2) - 1] ?? 0;
  return {
    shown: controls.filter(({ priority }) => priority <= most),
    rest: controls.filter(({ priority }) => priority > most),
  };
}

export function roomIn(width: number, text: number): number {
  const wide = width / text;
  return wide <= phoneWidth ? onPhone : Math.floor(wide / usualWidth);
}

export function useRoom(): number {
  const room = useSignal(measure());
  useLayoutEffect(() => {
    const measureAgain = () => {
      room.value = measure();
    };
    measureAgain();
    return watchSize(document.documentElement, measureAgain);
  }, [room]);
  return room.value;
}

function measure(): number {
  return roomIn(document.documentElement.clientWidth || 1280, textSize());
}
