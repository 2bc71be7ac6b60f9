// Which loudspeaker the others are heard from, where the browser lets a page choose.
import { useEffect } from "preact/hooks";
import {
  askForSpeaker,
  canAskForSpeaker,
  canChooseSpeaker,
  chooseSpeaker,
  chosenSpeaker,
  followSpeakers,
  speakers,
} from "../../page/speakers.ts";
import { t } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { FormField } from "./field.tsx";

export function SpeakerChoice() {
  useEffect(followSpeakers, []);
  const all = speakers.value;
  const current = chosenSpeaker.value;
  if (!canChooseSpeaker() || (all.length === 0 && !canAskForSpeaker())) return null;
  return (
    <>
      <FormField label={t("devices.speaker")}>
        {(control) => (
          <select
            {...control}
            class="input"
            data-test="choose-speaker"
            value={current}
            onChange={(event) => chooseSpeaker(event.currentTarget.value)}
          >
            <option value="">{t("devices.default")}</option>
            {all
              .filter(({ id }) => id !== "default")
              .map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
          </select>
        )}
      </FormField>
      {canAskForSpeaker() && (
        <div>
          <Button kind="quiet" data-test="ask-speaker" onClick={() => void askForSpeaker()}>
            {t("devices.speaker.more")}
          </Button>
        </div>
      )}
    </>
  );
}
