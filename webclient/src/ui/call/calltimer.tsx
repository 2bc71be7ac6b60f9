// How long this person has been in the call, and the sign at a time that they choose.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import {
  callTimer,
  minutesOf,
  resumeTimer,
  setSign,
  startTimer,
  takeSign,
} from "../../page/calltimer.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { playSound } from "../parts/sounds.ts";
import { SignChoice } from "./signchoice.tsx";
import "./calltimer.css";

/** In ms; minutes change on the second, more or less. */
const lookMs = 1_000;
/** From here on, in minutes, hours are easier to read. */
const longCall = 120;

export function CallTimer({ model }: { model: CallModel }) {
  const open = useSignal(false);
  const about = useId();
  const minutes = useSignal(0);
  const connected = model.everybody.value.some(({ state }) => state === "connected");
  const timer = callTimer.value;
  const since = timer?.since;
  useEffect(() => {
    if (connected && since === undefined) startTimer();
  }, [connected, since]);
  useEffect(() => {
    if (since === undefined) return;
    let lastLook = Date.now();
    const look = () => {
      // Where the device has slept in between it may be another conversation.
      resumeTimer(callTimer.peek(), lastLook);
      lastLook = Date.now();
      if (callTimer.peek() === undefined) return;
      minutes.value = minutesOf({ since });
      if (takeSign()) giveSign(minutes.value);
    };
    look();
    const interval = setInterval(look, lookMs);
    return () => clearInterval(interval);
  }, [since, minutes]);

  if (timer === undefined) return null;
  const isOver = timer.signed === true;
  return (
    <>
      <button
        type="button"
        class={`calltimer${isOver ? " calltimer-over" : ""}`}
        data-test="timer"
        data-signed={isOver}
        title={isOver ? t("timer.over", { minutes: timer.signAfter ?? 0 }) : t("timer.title")}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name={isOver ? "bell" : "clock"} />
        <span>{duration(minutes.value)}</span> <span class="unseen">{t("timer.label")}</span>
      </button>
      {open.value && (
        <Dialog
          title={t("timer.title")}
          about={about}
          onClose={() => {
            open.value = false;
          }}
        >
          {(close) => (
            <>
              <p id={about}>{t("timer.lead")}</p>
              <SignChoice
                chosen={timer.signAfter}
                onChoose={(signAfter) => {
                  setSign(signAfter);
                  if (callTimer.peek()?.signed) announce(t("timer.passed"));
                  close();
                }}
              />
            </>
          )}
        </Dialog>
      )}
    </>
  );
}

function giveSign(minutes: number): void {
  playSound("timer");
  announce(t("timer.reached", { minutes }));
}

/** "50 min"; from two hours on "2 h 5 min". */
function duration(minutes: number): string {
  if (minutes < longCall) return t("timer.minutes", { count: minutes });
  return t("timer.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
