// What a host is asked before leaving: whether the room stays. The harmless answer comes first and
// has the focus.
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { shortDate, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import "./leavesheet.css";

interface Props {
  model: CallModel;
  onClose: () => void;
}

export function LeaveSheet({ model, onClose }: Props) {
  // It may have been carried on since this page last heard.
  useEffect(() => model.askServer(), [model]);
  const stays = model.fate.value === undefined;
  return (
    <Dialog title={t("leave.title")} onClose={onClose}>
      {(close) => (
        <>
          <p>{t(model.everybody.value.length > 0 ? "leave.others" : "leave.nobody")}</p>
          <p>{roomWords(model)}</p>
          <div class="leavesheet">
            <Button
              kind="primary"
              data-test="leave-for-now"
              onClick={() => model.leave({ keep: stays })}
            >
              {t(stays ? "leave.for-now" : "leave.alone")}
            </Button>
            <Button kind="danger" data-test="end-for-all" onClick={() => model.endForAll()}>
              {t(stays ? "leave.end" : "leave.end.gone")}
            </Button>
            <Button kind="quiet" data-test="dialog-close" onClick={close}>
              {t("leave.back")}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** A room that people are in outlives what was once said of it. */
export function laterThanNow(time: Date | undefined): Date | undefined {
  return time && time.getTime() > Date.now() ? time : undefined;
}

/** What becomes of the room if the host leaves for now, as far as that is in anybody's hands. */
function roomWords(model: CallModel): string {
  if (model.fate.value !== undefined) return t("leave.gone");
  if (!model.serverHere.value) return t("leave.unheard");
  const until = laterThanNow(model.expires.value);
  return until ? t("leave.stays.until", { until: shortDate(until) }) : t("leave.stays");
}
