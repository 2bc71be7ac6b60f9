// The button that opens the list of links for one person each. What it opens is loaded when it is
// pressed.
import { useSignal } from "@preact/signals";
import type { HostRoom } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { mailbox } from "../late.ts";
import { Button } from "../parts/button.tsx";

export function GuestLinksButton({ room }: { room: HostRoom }) {
  const open = useSignal(false);
  const loaded = mailbox.module.value;
  return (
    <>
      <Button
        kind="quiet"
        icon="key"
        data-test="guest-links"
        onClick={() => {
          open.value = true;
          void mailbox.load();
        }}
      >
        {t("ready.guests")}
      </Button>
      {open.value && !loaded && <p class="quiet">{t("ready.leave-something.loading")}</p>}
      {open.value && loaded && (
        <loaded.GuestsDialog
          room={room}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
