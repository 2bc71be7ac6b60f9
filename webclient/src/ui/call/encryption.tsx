// "Encrypted between you": what that depends on, and with whom the safety code was compared.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";

export function EncryptionBadge({ model }: { model: CallModel }) {
  const open = useSignal(false);
  const about = useId();
  return (
    <>
      <Button
        kind="quiet"
        icon="lock"
        data-test="encrypted"
        title={t("call.encrypted")}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        {t("call.encrypted")}
      </Button>
      {open.value && (
        <Dialog
          title={t("call.encrypted")}
          about={about}
          onClose={() => {
            open.value = false;
          }}
        >
          <div id={about} class="safety">
            <p>{t("encrypted.what")}</p>
            <p>{t("encrypted.rests")}</p>
            <p>{t("encrypted.compare")}</p>
          </div>
          <ul class="safety-facts">
            {model.peers.value.map(({ sid, name, compared }) => (
              <li key={sid} data-test="encrypted-with" data-compared={compared}>
                <Icon name={compared ? "check" : "alert"} />
                <span>
                  {t(compared ? "encrypted.compared" : "encrypted.not-compared", { name })}
                </span>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
