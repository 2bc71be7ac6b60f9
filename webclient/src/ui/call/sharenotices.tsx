// That somebody shares their screen, or no longer does, for those who do not see it; and why one's
// own could not be shared.
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, LocalScreen } from "../../call/model.ts";
import { actionText, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

export function useShareNews(model: CallModel): void {
  const before = useRef(new Map<string, string>());
  const peers = model.peers.value;
  useEffect(() => {
    const now = new Map(peers.filter(({ share }) => share).map(({ sid, name }) => [sid, name]));
    for (const [sid, name] of now) if (!before.current.has(sid)) announce(t("say.share", { name }));
    for (const [sid, name] of before.current)
      if (!now.has(sid)) announce(t("say.share.end", { name }));
    before.current = now;
  }, [peers]);
}

export function ShareProblem({ screen }: { screen: LocalScreen }) {
  const code = screen.problem.value;
  if (code === undefined) return null;
  return (
    <Notice code={code}>
      <Button kind="quiet" data-test="dismiss" onClick={() => screen.dismissProblem()}>
        {actionText("action.dismiss")}
      </Button>
    </Notice>
  );
}
