// The way back into a call that was left: one press, and a way to have this device forget it.
import { useSignal } from "@preact/signals";
import type { ReturnToCall } from "../../page/services.ts";
import { actionText, shortDate, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { PageLayout } from "../parts/page.tsx";
import "./comeback.css";

interface Props {
  back: ReturnToCall;
  onBack: () => void;
  onForget: () => void;
}

export function ComeBack({ back, onBack, onForget }: Props) {
  const asking = useSignal(false);
  const { role, wasIn, name } = back;
  return (
    <section class="comeback">
      <Button kind="primary" wide data-test="come-back" onClick={onBack}>
        {wasIn ? actionText("action.come-back") : t("back.knock")}
      </Button>
      <p class="quiet">
        {t(role === "host" ? "back.how.host" : "back.how.guest", { name })}
        {(back.microphone || back.camera) && ` ${t("back.devices")}`}
      </p>
      <p class="quiet">{t(role === "host" ? "back.kept.host" : "back.kept.guest", { name })}</p>
      <div>
        <Button
          data-test="forget-call"
          onClick={() => {
            if (role === "guest") onForget();
            else asking.value = true;
          }}
        >
          {t("back.forget")}
        </Button>
      </div>
      {asking.value && (
        <Confirm
          title={t("back.forget.title")}
          confirm={t("back.forget.confirm")}
          onConfirm={onForget}
          onClose={() => {
            asking.value = false;
          }}
        >
          {t("back.forget.host")}
        </Confirm>
      )}
    </section>
  );
}

interface LeftProps extends Props {
  /** When the room expires, if the tab knows it. */
  expires: Date | undefined;
}

/** The same after a reload: nobody has asked the server what became of the room. */
export function LeftBefore({ expires, ...way }: LeftProps) {
  const forgotten = useSignal(false);
  const { role, wasIn } = way.back;
  const forget = () => {
    forgotten.value = true;
    way.onForget();
  };
  return (
    <PageLayout
      key={forgotten.value}
      title={t(wasIn ? "over.left" : "over.early")}
      test="over"
      code={forgotten.value ? "forgotten" : "left"}
    >
      {forgotten.value ? (
        <p>{t("over.forgotten.here")}</p>
      ) : (
        <>
          <p class="over-fate">
            {t(role === "host" ? "back.before.host" : "back.before.guest")}
            {expires && ` ${t("back.before.until", { until: shortDate(expires) })}`}
          </p>
          <ComeBack {...way} onForget={forget} />
        </>
      )}
    </PageLayout>
  );
}
