// The button with which a host leaves something. What it opens is loaded when it is pressed.
import { useSignal } from "@preact/signals";
import { t } from "../i18n/index.ts";
import { mailbox } from "../late.ts";
import { Button } from "../parts/button.tsx";

export function LeaveSomething({ link }: { link: string }) {
  const open = useSignal(false);
  const loaded = mailbox.module.value;
  return (
    <>
      <Button
        kind="quiet"
        icon="attach"
        data-test="leave-something"
        onClick={() => {
          open.value = true;
          void mailbox.load();
        }}
      >
        {t("ready.leave-something")}
      </Button>
      {open.value && !loaded && <p class="quiet">{t("ready.leave-something.loading")}</p>}
      {open.value && loaded && (
        <loaded.LeaveDialog
          link={link}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
