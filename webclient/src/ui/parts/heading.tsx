// The heading of a screen. It gets the focus when the screen changes, so that a screen reader reads
// where one is.
import { useEffect, useRef } from "preact/hooks";
import { screenTitle } from "../../page/title.ts";

let screens = 0;

/** The next heading is the first of a page: it leaves the focus where the browser put it. */
export function startCounting(): void {
  screens = 0;
}

interface Props {
  text: string;
  /** Said again as a tooltip, for where it may be cut short. */
  title?: string;
}

export function Heading({ text, title }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (screens++ > 0) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    screenTitle.value = text;
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1} title={title}>
      {text}
    </h1>
  );
}
