// Whether this network lets calls through: in a sentence, and in detail for whoever asks. Loaded
// when it is asked for.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import {
  type ConnectionCheck,
  checkReport,
  neededIn,
  type RunningCheck,
  startCheck,
  type Trial,
  verdictIn,
} from "../../page/connectioncheck.ts";
import { type Key, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import "./checkdialog.css";

interface Props {
  onClose: () => void;
  start?: () => RunningCheck;
}

/** Checks when it is opened, and stops when it is closed. */
export function CheckDialog({ onClose, start = startCheck }: Props) {
  const about = useId();
  const running = useSignal<RunningCheck | undefined>(undefined);
  useEffect(() => {
    running.value = start();
    return () => running.peek()?.stop();
  }, [running, start]);
  return (
    <Dialog title={t("check.title")} onClose={onClose} about={about}>
      {running.value && (
        <Result
          id={about}
          check={running.value.found.value}
          onAgain={() => {
            running.value = start();
          }}
        />
      )}
    </Dialog>
  );
}

interface ResultProps {
  id: string;
  check: ConnectionCheck;
  onAgain: () => void;
}

function Result({ id, check, onAgain }: ResultProps) {
  const verdict = verdictIn(check);
  const needed = verdict === "blocked" ? neededIn(check) : undefined;
  const over = [check.server, ...check.ways].every(({ answer }) => answer !== "waiting");
  return (
    <>
      <div id={id} class="check" role="status" data-test="check-verdict" data-verdict={verdict}>
        <p>{t(`check.${verdict}`)}</p>
        {needed && <p>{t("check.needed", needed)}</p>}
      </div>
      {verdict !== "checking" && verdict !== "no-server" && (
        <p class="quiet">{t("check.limits")}</p>
      )}
      <details class="check-details">
        <summary data-test="check-details">{t("check.details")}</summary>
        <dl>
          <CheckRow name="check.server" trial={check.server} />
          {check.ways.map((one) => (
            <CheckRow key={one.way.url} name={`check.${one.way.transport}`} trial={one} />
          ))}
        </dl>
        <CopyButton text={checkReport(check)} label={t("check.copy")} test="check-copy" />
        <p class="quiet">{t("check.copy.hint")}</p>
      </details>
      {/* Where it is, so that the focus is not lost with it. */}
      <Button
        data-test="check-again"
        aria-disabled={!over}
        onClick={() => {
          if (over) onAgain();
        }}
      >
        {t("check.again")}
      </Button>
    </>
  );
}

function CheckRow({ name, trial: { answer, ms = 0 } }: { name: Key; trial: Trial }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{t(`check.is.${answer}`, { ms })}</dd>
    </div>
  );
}
