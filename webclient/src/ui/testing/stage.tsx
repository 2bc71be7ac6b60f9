// A stage for tests: drawn from plain values, with an announcer as in the real page.
import { Stage } from "../call/stage.tsx";
import { Announcer } from "../parts/announcer.tsx";
import { show } from "./screen.ts";
import { aModel, type Calls, someMedia } from "./values.ts";

type ModelValues = Parameters<typeof aModel>[0];
type MediaValues = Parameters<typeof someMedia>[0];

/** Shows the stage of a joined call; what it calls lands in `calls`. */
export async function stage(values: ModelValues = {}, given: MediaValues = {}) {
  const calls: Calls = [];
  const model = aModel({ phase: "joined", ...values }, calls);
  const media = someMedia(given, calls);
  await show(
    <>
      <Stage
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
