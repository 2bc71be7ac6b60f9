// Which captions one sees, and which one gives.
import { useEffect, useId, useState } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { callSettings, captionSizes, changeSettings } from "../../page/callsettings.ts";
import { canRecognise } from "../../page/recognition.ts";
import { spokenLanguage, t } from "../i18n/index.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField, Switch } from "../parts/field.tsx";
import { captions } from "./captionswitches.ts";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  onClose: () => void;
}

export function CaptionsDialog({ model, media, onClose }: Props) {
  const about = useId();
  const [recognises, setRecognises] = useState(false);
  useEffect(() => {
    void canRecognise(spokenLanguage()).then(setRecognises);
  }, []);
  return (
    <Dialog title={t("captions.title")} about={about} onClose={onClose}>
      <div class="settings">
        <p id={about} class="quiet">
          {t("captions.lead")}
        </p>
        <Switch
          label={t("captions.show")}
          hint={t("captions.show.hint")}
          test="captions-show"
          checked={captions.shown.value}
          onChange={(on) => {
            captions.shown.value = on;
          }}
        />
        <FormField label={t("captions.size")}>
          {(control) => (
            <select
              {...control}
              class="input"
              data-test="captions-size"
              value={callSettings.value.captionSize}
              onChange={({ currentTarget }) => {
                const size = captionSizes.find((one) => one === currentTarget.value);
                if (size) changeSettings({ captionSize: size });
              }}
            >
              {captionSizes.map((size) => (
                <option key={size} value={size}>
                  {t(`captions.size.${size}`)}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <Switch
          label={t("captions.write")}
          hint={t("captions.write.hint")}
          test="captions-write"
          checked={captions.written.value}
          onChange={(on) => {
            captions.written.value = on;
          }}
        />
        {media && model.kind !== "chat" && recognises && (
          <Switch
            label={t("captions.spoken")}
            hint={t("captions.spoken.hint")}
            test="captions-spoken"
            checked={captions.spoken.value}
            onChange={(on) => {
              captions.spoken.value = on;
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
