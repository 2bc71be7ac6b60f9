// The background of one's own picture: shown as it is, or blurred.
import type { LocalMedia } from "../../call/model.ts";
import { changeSettings } from "../../page/callsettings.ts";
import { t } from "../i18n/index.ts";
import { Switch } from "./field.tsx";

export function BlurSwitch({ media }: { media: LocalMedia }) {
  const state = media.blur.value;
  if (state === "unable") return null;
  return (
    <Switch
      label={t("blur.title")}
      hint={t(state === "on" || state === "off" ? "blur.hint" : `blur.${state}`)}
      test="blur"
      checked={state !== "off"}
      onChange={(blur) => {
        changeSettings({ blur });
        // The system may have switched it since it was last set here.
        void media.blurBackground(blur);
      }}
    />
  );
}
