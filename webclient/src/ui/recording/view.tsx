// How recording is drawn; loaded when somebody asks for one.
import type { RecordPart } from "../../call/recording/part.ts";
import { recording as de } from "../i18n/recording.de.ts";
import { recording as en } from "../i18n/recording.en.ts";
import type { PartProps, PartView } from "../together/entries.ts";
import { addWords } from "../together/words.ts";
import { RecordingBar, RecordingNotice } from "./frame.tsx";
import { RecordingPanel } from "./panel.tsx";

addWords({ en, de });

export const view: PartView<RecordPart> = {
  Panel: ({ model, part }: PartProps<RecordPart>) => (
    <RecordingPanel model={model} recording={part} />
  ),
  Bar: ({ model, part }: PartProps<RecordPart>) => (
    <RecordingBar
      recording={part}
      apart={model.everybody.value.some(
        ({ sid, apart }) => apart && sid === part.request.value?.recorder,
      )}
    />
  ),
  Notice: ({ part }: PartProps<RecordPart>) => <RecordingNotice recording={part} />,
};
