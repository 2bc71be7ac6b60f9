// Somebody who waited has been let in, perhaps while they looked at another window.
import { callSettings } from "../../page/callsettings.ts";
import { isElsewhere, showNotification } from "../../page/notifications.ts";
import { attentionTitle } from "../../page/title.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playSound, vibrate } from "../parts/sounds.ts";

export function tellAdmitted(role: "host" | "guest"): void {
  announce(t("say.admitted"));
  vibrate(200);
  if (role === "host" || !isElsewhere()) return;
  playSound("admitted");
  attentionTitle.value = `● ${t("say.admitted")}`;
  const closeShown = callSettings.peek().notify ? showNotification(t("notify.in")) : undefined;
  const stopTelling = () => {
    if (isElsewhere()) return;
    attentionTitle.value = undefined;
    closeShown?.();
    removeEventListener("focus", stopTelling);
    document.removeEventListener("visibilitychange", stopTelling);
  };
  addEventListener("focus", stopTelling);
  document.addEventListener("visibilitychange", stopTelling);
}
