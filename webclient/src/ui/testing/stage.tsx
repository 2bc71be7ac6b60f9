// A stage for tests: drawn from plain values, with an announcer as in the real page.
import { CallStage } from "../call/stage.tsx";
import { Announcer } from "../parts/announcer.tsx";
import { showScreen } from "./screen.ts";
import { type Calls, someMedia, someModel } from "./values.ts";

type ModelValues = Parameters<typeof someModel>[0];
type MediaValues = Parameters<typeof someMedia>[0];

/** Shows the stage of a joined call; what it calls lands in `calls`. */
export async function showStage(values: ModelValues = {}, given: MediaValues = {}) {
  const calls: Calls = [];
  const model = someModel({ phase: "joined", ...values }, calls);
  const media = someMedia(given, calls);
  await showScreen(
    <>
      <CallStage
        model={model}
        media={model.kind === "chat" ? undefined : media}
        name="Ms Weber"
        invitation="https://call.example/#1guest"
      />
      <Announcer />
    </>,
  );
  return { model, media, calls };
}
