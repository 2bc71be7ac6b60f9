// What the browser does to the sound of one's microphone.
import { callSettings, changeSettings } from "../../page/callsettings.ts";
import { t } from "../i18n/index.ts";
import { Switch } from "../parts/field.tsx";

export function SoundSettings() {
  const { echo, noise, music } = callSettings.value;
  return (
    <>
      <Switch
        label={t("sound.music")}
        hint={t("sound.music.hint")}
        test="music"
        checked={music}
        onChange={(on) => changeSettings({ music: on })}
      />
      {!music && (
        <>
          <Switch
            label={t("sound.echo")}
            hint={t("sound.echo.hint")}
            test="echo"
            checked={echo}
            onChange={(on) => changeSettings({ echo: on })}
          />
          <Switch
            label={t("sound.noise")}
            hint={t("sound.noise.hint")}
            test="noise"
            checked={noise}
            onChange={(on) => changeSettings({ noise: on })}
          />
        </>
      )}
    </>
  );
}
