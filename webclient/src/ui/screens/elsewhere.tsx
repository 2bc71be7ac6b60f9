// The tab was duplicated, or brought back, while the call goes on in another one.
import { useSignal } from "@preact/signals";
import { actionText, problemText, problemTitle } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";

export function Elsewhere({ onSwitch }: { onSwitch: () => Promise<void> }) {
  const busy = useSignal(false);
  const go = () => {
    if (busy.value) return;
    busy.value = true;
    void onSwitch();
  };
  return (
    <Page title={problemTitle("elsewhere")} lead={problemText("elsewhere")} test="elsewhere">
      <Button kind="primary" wide data-test="switch-here" onClick={go}>
        {actionText("action.switch-here")}
      </Button>
    </Page>
  );
}
