// Asks for a press before going back into a call: the tab was duplicated and the call goes on in
// the other one, or the tab was brought back after some time.
import { useSignal } from "@preact/signals";
import type { CallKind } from "../../crypto/link.ts";
import { actionText, problemText, problemTitle } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { PageLayout } from "../parts/page.tsx";

interface Props {
  at: "elsewhere" | "away";
  kind: CallKind;
  onBack: () => Promise<void>;
}

const ways = {
  elsewhere: { test: "switch-here", action: "action.switch-here" },
  away: { test: "come-back", action: "action.come-back" },
} as const;

export function WayBack({ at, kind, onBack }: Props) {
  const busy = useSignal(false);
  const goBack = () => {
    if (busy.value) return;
    busy.value = true;
    void onBack();
  };
  const words = at === "away" && kind === "chat" ? "away.chat" : at;
  return (
    <PageLayout title={problemTitle(at)} lead={problemText(words)} test={at}>
      <Button kind="primary" wide data-test={ways[at].test} onClick={goBack}>
        {actionText(ways[at].action)}
      </Button>
    </PageLayout>
  );
}
