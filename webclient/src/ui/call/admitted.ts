// Somebody who waited has been let in, perhaps while they looked at another window.
import { callSettings } from "../../page/callsettings.ts";
import { isElsewhere, showNotification } from "../../page/notifications.ts";
import { attentionTitle } from "../../page/title.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { playSound, vibrate } from "../parts/sounds.ts";

/** What is returned takes it back: it holds for as long as they are in. */
export function tellAdmitted(role: "host" | "guest"): () => void {
  announce(t("say.admitted"));
  vibrate(200);
  if (role === "host" || !isElsewhere()) return () => {};
  playSound("admitted");
  attentionTitle.value = `● ${t("say.admitted")}`;
  const closeShown = callSettings.peek().notify ? showNotification(t("notify.in")) : undefined;
  const stopTelling = () => {
    attentionTitle.value = undefined;
    closeShown?.();
    removeEventListener("focus", look);
    document.removeEventListener("visibilitychange", look);
  };
  const look = () => {
    if (!isElsewhere()) stopTelling();
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  return stopTelling;
}
