// Switches messages of the system on and off. The browser is asked only by a press on it, and what
// it answers is told in words.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { callSettings, changeSettings } from "../../page/callsettings.ts";
import {
  askToNotify,
  notificationState,
  refreshNotificationState,
  showNotification,
} from "../../page/notifications.ts";
import { t } from "../i18n/index.ts";
import { announce } from "./announcer.tsx";
import { Switch } from "./field.tsx";

/** How long the sample stays, in ms. */
const sampleMs = 6_000;

/** `about`: what there is to be told. */
export function NotifySwitch({ about }: { about: "knocks" | "admitted" }) {
  /** What the person has done here since it was drawn. */
  const step = useSignal<"none" | "asking" | "shown" | "not-yet">("none");
  useEffect(refreshNotificationState, []);
  const state = notificationState.value;
  if (state === "unsupported")
    return (
      <p class="quiet" data-test="notify-unsupported">
        {t("notify.unsupported")}
      </p>
    );

  const switchOn = async () => {
    step.value = "asking";
    const answer = await askToNotify();
    changeSettings({ notify: answer === "granted" });
    step.value = answer === "default" ? "not-yet" : "none";
    if (answer !== "granted")
      return announce(t(`notify.${answer === "denied" ? "denied" : "not-yet"}`));
    const closeSample = showNotification(t("notify.sample"));
    if (closeSample === undefined) return;
    step.value = "shown";
    setTimeout(closeSample, sampleMs);
  };
  const switchOff = () => {
    step.value = "none";
    changeSettings({ notify: false });
  };
  const hint = (): string => {
    if (state === "denied") return t("notify.denied");
    if (step.value === "none") return t("notify.hint");
    return t(`notify.${step.value}`);
  };
  return (
    <Switch
      label={t(`notify.${about}`)}
      hint={hint()}
      test="notify"
      checked={callSettings.value.notify && state === "granted"}
      onChange={(on) => (on ? void switchOn() : switchOff())}
    />
  );
}
