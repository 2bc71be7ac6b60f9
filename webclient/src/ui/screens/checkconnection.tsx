// The button that checks the connection. What it opens is loaded when it is pressed: most people
// never press it.
import { useSignal } from "@preact/signals";
import { loadModule } from "../../page/chunk.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";

export function CheckConnection() {
  const loaded = useSignal<typeof import("./checkdialog.tsx") | undefined>(undefined);
  const open = useSignal(false);
  const failed = useSignal(false);
  const showDialog = async () => {
    failed.value = false;
    try {
      loaded.value ??= await loadModule(
        "ui/screens/checkdialog",
        () => import("./checkdialog.tsx"),
      );
      open.value = true;
    } catch {
      // It comes from the server that was to be checked; it may also have been refused.
      failed.value = true;
      announce(t("check.not-loaded"));
    }
  };
  return (
    <>
      <Button
        kind="quiet"
        icon="server"
        data-test="check-connection"
        onClick={() => void showDialog()}
      >
        {t("check.open")}
      </Button>
      {failed.value && (
        <p class="quiet" data-test="check-failed">
          {t("check.not-loaded")}
        </p>
      )}
      {open.value && loaded.value && (
        <loaded.value.CheckDialog
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
