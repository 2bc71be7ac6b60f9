// The steps of a guide beside its picture. This and all it imports from here is a file of its own.
import type { Agent } from "../../page/agent.ts";
import { language } from "../i18n/index.ts";
import { pictureOf } from "./pictures.tsx";
import { guideFor, type Topic } from "./topics.ts";
import { stepsDe } from "./words.de.ts";
import { stepsEn } from "./words.en.ts";
import "./steps.css";

export function Steps({ topic, agent }: { topic: Topic; agent: Agent }) {
  const id = guideFor(topic, agent);
  const steps = (language.value === "de" ? stepsDe : stepsEn)[id];
  return (
    <div class="guide" data-test="guide" data-guide={id}>
      {pictureOf(id)}
      <ol class="guide-steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
