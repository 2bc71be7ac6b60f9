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
  /** What the call is about: the title of the tab has it, too. */
  topic?: string | undefined;
}

export function Heading({ text, title, topic }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (screens++ > 0) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    screenTitle.value = topic ? `${topic} – ${text}` : text;
  }, [text, topic]);
  return (
    <h1 ref={heading} tabIndex={-1} title={title}>
      {text}
    </h1>
  );
}
