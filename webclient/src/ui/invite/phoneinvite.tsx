// The host makes a PIN with which somebody calls in, and ends it. It outlives the dialog, not the page.
import { signal, useSignal } from "@preact/signals";
import { endPin, makePin, type PhonePin } from "../../page/phonepin.ts";
import { language, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import "./phoneinvite.css";

type Failure = "phone.failed" | "phone.end-failed";

/** Of this page's room. */
const made = signal<PhonePin | undefined>(undefined);

export function PhoneInvite({ link }: { link: string }) {
  const busy = useSignal(false);
  const failed = useSignal<Failure | undefined>(undefined);
  const pin = made.value;
  const run = async (work: () => Promise<void>, problem: Failure) => {
    if (busy.value) return;
    [busy.value, failed.value] = [true, undefined];
    await work().catch(() => {
      failed.value = problem;
      announce(t(problem));
    });
    busy.value = false;
  };
  const make = async () => {
    made.value = await makePin(link);
    announce(t("phone.made", { pin: [...made.value.pin].join(" ") }));
  };
  const end = async () => {
    if (pin) await endPin(pin);
    made.value = undefined;
    announce(t("phone.ended"));
  };
  return (
    <PhoneView
      pin={pin}
      busy={busy.value}
      failed={failed.value}
      onMake={() => void run(make, "phone.failed")}
      onEnd={() => void run(end, "phone.end-failed")}
    />
  );
}

interface ViewProps {
  pin?: PhonePin | undefined;
  busy?: boolean;
  failed?: Failure | undefined;
  onMake: () => void;
  onEnd: () => void;
}

/** The same, of plain values. */
export function PhoneView({ pin, busy = false, failed, onMake, onEnd }: ViewProps) {
  return (
    <section class="stack" data-test="phone-invite">
      <h3>{t("phone.title")}</h3>
      <p class="quiet">{t("phone.lead")}</p>
      {pin && (
        <dl class="phone-pin">
          <dt>{t("phone.number")}</dt>
          <dd data-test="phone-number">{pin.number}</dd>
          <dt>{t("phone.pin")}</dt>
          <dd data-test="phone-pin">{pin.pin}</dd>
        </dl>
      )}
      {pin && <p class="quiet">{t("phone.until", { time: timeOf(pin.until) })}</p>}
      {failed && <p data-test="phone-problem">{t(failed)}</p>}
      {pin ? (
        <Button data-test="phone-end" aria-disabled={busy} onClick={onEnd}>
          {t("phone.end")}
        </Button>
      ) : (
        <Button data-test="phone-make" aria-disabled={busy} onClick={onMake}>
          {t(busy ? "phone.making" : "phone.make")}
        </Button>
      )}
    </section>
  );
}

const timeOf = (when: number) =>
  new Date(when).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });
