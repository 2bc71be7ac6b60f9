// Everything about a call that a person can set for this browser, in one place: devices, sounds,
// messages of the system, keys.
import { signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { callSettings, changeSettings, settingsKept } from "../../page/callsettings.ts";
import { t } from "../i18n/index.ts";
import { DeviceChoice } from "../parts/devicesettings.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Switch } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { NotifySwitch } from "../parts/notifyswitch.tsx";
import { KeySettings } from "./keysettings.tsx";
import { SoundSettings } from "./soundsettings.tsx";
import "./settings.css";

/** Where the dialog starts, while it is open: at its top or at the keys. */
const openAt = signal<"top" | "keys" | undefined>(undefined);

export function openSettings(at: "top" | "keys"): void {
  openAt.value = at;
}

function closeSettings(): void {
  openAt.value = undefined;
}

/** Has the dialog open; see Settings. */
export function SettingsControl() {
  return (
    <button
      type="button"
      class="control"
      data-test="settings"
      aria-haspopup="dialog"
      title={t("settings.open")}
      onClick={() => openSettings("top")}
    >
      <span class="control-icon">
        <Icon name="gear" />
      </span>
      <span class="control-label">{t("settings.open")}</span>
    </button>
  );
}

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
}

/** The dialog, while it is open. Not in a menu, which may be hidden. */
export function Settings({ model, media }: Props) {
  useEffect(() => closeSettings, []);
  return openAt.value && <SettingsDialog model={model} media={media} at={openAt.value} />;
}

function SettingsDialog({ model, media, at }: Props & { at: "top" | "keys" }) {
  const about = useId();
  const keys = useRef<HTMLElement>(null);
  useEffect(() => {
    if (at !== "keys") return;
    keys.current?.focus();
    keys.current?.scrollIntoView();
  }, [at]);
  return (
    <Dialog title={t("settings.open")} about={about} onClose={closeSettings}>
      <div class="settings">
        {media && (
          <section>
            <h3>{t(`devices.${model.kind === "video" ? "video" : "audio"}`)}</h3>
            <DeviceChoice kind={model.kind} media={media} />
            <SoundSettings />
          </section>
        )}
        <section>
          <h3>{t("settings.sounds")}</h3>
          <Switch
            label={t("settings.sounds.title")}
            hint={t("settings.sounds.hint")}
            test="sounds"
            checked={callSettings.value.sounds}
            onChange={(sounds) => changeSettings({ sounds })}
          />
          <NotifySwitch about={model.role === "host" ? "knocks" : "admitted"} />
        </section>
        <details open={at === "keys"}>
          <summary ref={keys} data-test="keys">
            {t("keys.title")}
          </summary>
          <KeySettings model={model} />
        </details>
        <p id={about} class="quiet">
          {t(settingsKept.value ? "settings.kept" : "settings.not-kept")}
        </p>
      </div>
    </Dialog>
  );
}
