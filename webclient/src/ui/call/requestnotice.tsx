// What the host asks for. Only the person can switch something on.
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { actionText, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import "./requestnotice.css";

interface Props {
  model: CallModel;
  media: LocalMedia;
}

/** Nothing if nothing is asked for, or it is done. */
export function RequestNotice({ model, media }: Props) {
  const { participation, hostName } = model;
  const wish = participation.request.value;
  const device = wish === "camera" ? "camera" : "microphone";
  if (wish === undefined || wish === "lower-hand") return null;
  if (media[device].value || (wish === "camera" && model.kind !== "video")) return null;
  const follow = () => {
    participation.dismissRequest();
    void (device === "camera" ? media.setCamera(true) : media.setMicrophone(true));
  };
  return (
    <div class="request" role="status" data-test="request" data-wish={wish}>
      <p>{t(`request.${wish}`, { host: hostName.value ?? t("app.your-host") })}</p>
      <div class="row">
        <Button data-test="request-yes" onClick={follow}>
          {device === "camera" ? t("request.camera.yes") : actionText("action.unmute")}
        </Button>
        <Button kind="quiet" data-test="request-no" onClick={() => participation.dismissRequest()}>
          {wish === "mute" ? actionText("action.dismiss") : t("request.no")}
        </Button>
      </div>
    </div>
  );
}
