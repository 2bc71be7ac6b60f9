// "Encrypted between you": what that depends on, and with whom the safety code was compared. Not
// while somebody is there by phone.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { CallModel, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";

const isPhone = ({ program }: Peer) => program === "phone";

function factOf(peer: Peer) {
  if (isPhone(peer)) return "program.phone";
  return peer.compared ? "encrypted.compared" : "encrypted.not-compared";
}

/** Whoever does not see the label change is told so, at once: what is said next is no secret. */
function useByPhoneNews(byPhone: boolean): void {
  const before = useRef(false);
  useEffect(() => {
    if (byPhone !== before.current)
      announce(t(byPhone ? "say.by-phone" : "say.by-phone.over"), byPhone);
    before.current = byPhone;
  }, [byPhone]);
}

export function EncryptionBadge({ model }: { model: CallModel }) {
  const open = useSignal(false);
  const about = useId();
  const peers = model.everybody.value;
  const phones = peers.filter(isPhone);
  const byPhone = phones.length > 0;
  const title = t(byPhone ? "call.by-phone" : "call.encrypted");
  useByPhoneNews(byPhone);
  return (
    <>
      <Button
        kind="quiet"
        icon={byPhone ? "alert" : "lock"}
        data-test="encrypted"
        data-by-phone={byPhone}
        title={title}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        {title}
      </Button>
      {open.value && (
        <Dialog
          title={title}
          about={about}
          onClose={() => {
            open.value = false;
          }}
        >
          <div id={about} class="safety">
            {byPhone ? <p>{t("encrypted.by-phone")}</p> : <p>{t("encrypted.what")}</p>}
            <p>{t("encrypted.rests")}</p>
            <p>{t("encrypted.compare")}</p>
          </div>
          <ul class="safety-facts">
            {peers.map((peer) => (
              <li key={peer.sid} data-test="encrypted-with" data-compared={peer.compared}>
                <Icon name={peer.compared && !isPhone(peer) ? "check" : "alert"} />
                <span>{t(factOf(peer), { name: peer.name })}</span>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
