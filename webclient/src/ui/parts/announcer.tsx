// Two live regions that are there for the whole life of the page: polite for news, assertive for
// what cannot wait.
import { signal } from "@preact/signals";

interface Line {
  readonly id: number;
  readonly text: string;
}

/**
 * Long enough to be read out, short enough that nobody stumbles over old news while browsing the
 * page.
 */
const shownFor = 8_000;

const polite = signal<readonly Line[]>([]);
const assertive = signal<readonly Line[]>([]);
let lastId = 0;

/** Has a screen reader say `text`: when it is next free or, if `urgent`, at once. */
export function announce(text: string, urgent = false): void {
  const region = urgent ? assertive : polite;
  const line = { id: ++lastId, text };
  // Whoever announces in an effect does not follow what is announced.
  region.value = [...region.peek(), line];
  setTimeout(() => {
    region.value = region.value.filter((other) => other !== line);
  }, shownFor);
}

export function Announcer() {
  return (
    <div class="unseen">
      <div aria-live="polite" data-test="says-polite">
        {polite.value.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
      <div aria-live="assertive" data-test="says-urgent">
        {assertive.value.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </div>
  );
}
