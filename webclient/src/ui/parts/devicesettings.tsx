// Which microphone and which camera: a dialog, opened before the call and in it.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Device, LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { BlurSwitch } from "./blurswitch.tsx";
import { Button, IconButton } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FormField } from "./field.tsx";
import { LevelMeter } from "./meter.tsx";
import { testSound } from "./sounds.ts";
import { SpeakerChoice } from "./speakerchoice.tsx";
import "./devicesettings.css";

interface Props {
  kind: CallKind;
  media: LocalMedia;
}

/** The way to the dialog: with words where there is room for them, as an icon on a picture. */
export function DeviceSettings({ kind, media, onPicture }: Props & { onPicture?: boolean }) {
  const open = useSignal(false);
  const opener = {
    icon: "settings" as const,
    "data-test": "devices",
    "aria-haspopup": "dialog" as const,
    onClick: () => {
      open.value = true;
    },
  };
  const closeDialog = () => {
    open.value = false;
  };
  return (
    <>
      {onPicture ? (
        <IconButton label={t(`devices.${kind === "video" ? "video" : "audio"}`)} {...opener} />
      ) : (
        <Button kind="quiet" {...opener}>
          {t("devices.open")}
        </Button>
      )}
      {open.value && <Choice kind={kind} media={media} onClose={closeDialog} />}
    </>
  );
}

function Choice({ kind, media, onClose }: Props & { onClose: () => void }) {
  const about = useId();
  const video = kind === "video";
  return (
    <Dialog title={t(`devices.${video ? "video" : "audio"}`)} onClose={onClose} about={about}>
      <p id={about}>{t("devices.lead")}</p>
      <DeviceChoice kind={kind} media={media} />
    </Dialog>
  );
}

export function DeviceChoice({ kind, media }: Props) {
  return (
    <div class="devicesettings">
      {kind === "video" && <InputChoice media={media} device="camera" />}
      {kind === "video" && <BlurSwitch media={media} />}
      <InputChoice media={media} device="microphone" />
      <SpeakerChoice />
      {media.microphone.value && <LevelMeter level={media.level} />}
      <div>
        <Button kind="quiet" icon="sound" onClick={testSound}>
          {t("prejoin.test-sound")}
        </Button>
      </div>
    </div>
  );
}

function InputChoice({ media, device }: { media: LocalMedia; device: Device }) {
  const { all, current } = media.inputs[device].value;
  const none = all.length === 0;
  return (
    <FormField label={t(`devices.${device}`)} {...(none && { hint: t("devices.unnamed") })}>
      {(control) => (
        <select
          {...control}
          class="input"
          data-test={`choose-${device}`}
          disabled={none}
          value={current}
          onChange={(event) => media.choose(device, event.currentTarget.value)}
        >
          {!all.some(({ id }) => id === current) && (
            <option value={current}>{t("devices.default")}</option>
          )}
          {all.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}
