// What few people ever see of recordings, loaded where there is something to see.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { surely } from "../../page/chunk.ts";

interface Props {
  /** Nothing is loaded or shown before. */
  readonly when: boolean;
  load(): Promise<ComponentType>;
}

export function ShownLate({ when, load }: Props) {
  const shown = useSignal<{ readonly Made: ComponentType } | undefined>(undefined);
  useEffect(() => {
    if (when && shown.peek() === undefined)
      void surely(load).then((Made) => {
        shown.value = { Made };
      });
  }, [when]);
  const { Made } = shown.value ?? {};
  return when && Made ? <Made /> : null;
}
