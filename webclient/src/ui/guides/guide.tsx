// Where to press, for this browser and system: steps in words and a small picture. Loaded when they
// are needed.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Agent, thisAgent } from "../../page/agent.ts";
import { loadModule } from "../../page/chunk.ts";
import type { Topic } from "./topics.ts";

interface Props {
  topic: Topic;
  agent?: Agent;
}

export function Guide({ topic, agent = thisAgent() }: Props) {
  const steps = useSignal<typeof import("./steps.tsx") | undefined>(undefined);
  useEffect(() => {
    // Without it the sentence above has to do.
    loadSteps().then(
      (loaded) => {
        steps.value = loaded;
      },
      () => {},
    );
  }, []);
  if (steps.value === undefined) return null;
  const { Steps } = steps.value;
  return <Steps topic={topic} agent={agent} />;
}

function loadSteps() {
  return loadModule("ui/guides/steps", () => import("./steps.tsx"));
}
