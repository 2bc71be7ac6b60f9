// What few people ever see of recordings, loaded where there is something to see.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { loadModule, surely } from "../../page/chunk.ts";
import { mayHoldRecordings } from "../../page/recordingsflag.ts";

interface Props {
  /** Nothing is loaded or shown before. */
  readonly when: boolean;
  /** Undefined: there is nothing to see after all. */
  load(): Promise<ComponentType | undefined>;
}

export function ShownLate({ when, load }: Props) {
  const shown = useSignal<{ readonly Made: ComponentType } | undefined>(undefined);
  useEffect(() => {
    if (when && shown.peek() === undefined)
      void surely(load).then((Made) => {
        if (Made) shown.value = { Made };
      });
  }, [when]);
  const { Made } = shown.value ?? {};
  return when && Made ? <Made /> : null;
}

const loadKept = async () => {
  if (!(await mayHoldRecordings())) return;
  return (await loadModule("ui/recording/kept", () => import("./kept.tsx"))).KeptRecordings;
};

/** Recordings that lie in this browser. */
export const KeptLate = () => <ShownLate when={true} load={loadKept} />;
