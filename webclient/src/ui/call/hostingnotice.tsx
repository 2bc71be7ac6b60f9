// Who is asked to be the host, what came of it, and who is the host now.
import { useSignalEffect } from "@preact/signals";
import { type Hosting, isHandingOver, type Moved } from "../../call/hosting/model.ts";
import { actionText, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import "./requestnotice.css";

interface Props {
  hosting: Hosting;
}

export function HostingNotice({ hosting }: Props) {
  useSignalEffect(() => {
    const moved = hosting.moved.value;
    if (moved !== undefined) announce(textOf(moved));
  });
  return (
    <>
      <Question hosting={hosting} />
      <Outcome hosting={hosting} />
      <Change hosting={hosting} />
    </>
  );
}

const textOf = ({ to, name }: Moved) => t(`hosting.moved.${to}`, { name });

/** To whom is asked. */
function Question({ hosting }: Props) {
  const host = hosting.asked.value;
  if (host === undefined) return null;
  return (
    <div class="request" role="status" data-test="hosting-asked">
      <p>{t("hosting.asked", { host: host || t("app.your-host") })}</p>
      <div class="row">
        <Button data-test="hosting-yes" onClick={() => hosting.answer(true)}>
          {t("hosting.yes")}
        </Button>
        <Button kind="quiet" data-test="hosting-no" onClick={() => hosting.answer(false)}>
          {t("hosting.no")}
        </Button>
      </div>
    </div>
  );
}

/** To who asks. */
function Outcome({ hosting }: Props) {
  const { name, step } = hosting.handover.value ?? {};
  if (name === undefined || step === undefined) return null;
  const isAsked = step === "asked";
  return (
    <div class="request" role="status" data-test="hosting-step" data-step={step}>
      <p>{t(`hosting.step.${step}`, { name })}</p>
      {(isAsked || !isHandingOver({ step })) && (
        <div class="row">
          <Button
            kind="quiet"
            data-test={isAsked ? "hosting-withdraw" : "hosting-dismiss"}
            onClick={() => (isAsked ? hosting.withdraw() : hosting.dismiss())}
          >
            {isAsked ? t("hosting.withdraw") : actionText("action.dismiss")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** To everybody. */
function Change({ hosting }: Props) {
  const moved = hosting.moved.value;
  if (moved === undefined) return null;
  return (
    <div class="request" data-test="hosting-moved" data-to={moved.to}>
      <p>{textOf(moved)}</p>
      <div class="row">
        <Button kind="quiet" data-test="hosting-dismiss" onClick={() => hosting.dismiss()}>
          {actionText("action.dismiss")}
        </Button>
      </div>
    </div>
  );
}
