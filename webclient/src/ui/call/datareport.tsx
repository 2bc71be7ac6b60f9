// What the server knows at this moment, by its own word: shown in plain words, to take away as a
// file, and the way to be forgotten.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { CallModel, Known } from "../../call/model.ts";
import { fileSize, shortDate, t, timeOfDay } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { downloadText } from "../text/download.ts";
import "./datareport.css";

/** The server answers once a second for ever; less is enough to watch. */
const askAgainMs = 5000;

/** The way to the panel, and the panel. */
export function DataReport({ model }: { model: CallModel }) {
  const open = useSignal(false);
  return (
    <>
      <Button
        kind="quiet"
        icon="server"
        data-test="knows"
        title={t("knows.open")}
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        {t("knows.open")}
      </Button>
      {open.value && (
        <ReportDialog
          model={model}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function ReportDialog({ model, onClose }: { model: CallModel; onClose: () => void }) {
  const about = useId();
  const asking = useSignal(false);
  const here = model.serverHere.value;
  const known = model.known.value;
  useEffect(() => {
    if (!here) return;
    model.askServer();
    const timer = setInterval(() => model.askServer(), askAgainMs);
    return () => clearInterval(timer);
  }, [model, here]);

  return (
    <Dialog title={t("knows.title")} onClose={onClose} about={about}>
      <p>{t("knows.plain.knows")}</p>
      <p>{t("knows.plain.not")}</p>
      <p>{t("knows.plain.gone")}</p>
      <p id={about} class="quiet" data-test="knows-when" data-here={here}>
        {whenWords(known, here)}
      </p>
      {known && <Answer {...known} />}
      <div class="row report-do report-last">
        {known && (
          <Button icon="download" data-test="knows-download" onClick={() => saveReport(known)}>
            {t("knows.download")}
          </Button>
        )}
        <Button
          data-test="forget-me"
          onClick={() => {
            if (model.role === "guest") model.forgetMe(false);
            else asking.value = true;
          }}
        >
          {t("knows.forget")}
        </Button>
      </div>
      {asking.value && (
        <HostQuestion
          model={model}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </Dialog>
  );
}

function whenWords(known: Known | undefined, here: boolean): string {
  if (!known) return t(here ? "knows.asking" : "knows.away.never");
  return t(here ? "knows.at" : "knows.away", { time: timeOfDay(known.at, true) });
}

function saveReport({ said }: Known): void {
  downloadText("server-knows.json", "application/json", `${JSON.stringify(said, null, 2)}\n`);
}

const toDate = (seconds: number) => new Date(seconds * 1000);

function Answer({ said }: Known) {
  const { role, sid, seats, handle, source, members, waiting } = said;
  const room = { seats, handle, expires: shortDate(toDate(said.expires)) };
  return (
    <>
      <h3>{t("knows.is")}</h3>
      <dl class="report">
        <FactRow name="address" value={said.address} hint={t("knows.address.hint")} />
        <FactRow name="you" value={t(`knows.you.${role}`, { sid })} />
        <FactRow name="room" value={t("knows.room.value", room)} hint={t("knows.room.hint")} />
        {said.appointment && <FactRow name="appointment" value={t("knows.appointment.value")} />}
        {said.box !== undefined && (
          <FactRow name="box" value={t("knows.box.value", { size: fileSize(said.box) })} />
        )}
        {members !== undefined && (
          <FactRow
            name="people"
            value={t("knows.people.value", { members, waiting: waiting ?? 0 })}
          />
        )}
        <FactRow
          name="network"
          value={t("knows.network.value", {
            sockets: source.sockets,
            attempts: source.attempts,
            time: timeOfDay(toDate(source.since)),
          })}
        />
        <FactRow name="relay" value={relayWords(said)} />
      </dl>
      <h3>{t("knows.not")}</h3>
      <p>{t("knows.not.value")}</p>
      <p class="quiet">{t("knows.file")}</p>
    </>
  );
}

function relayWords({ relay }: Known["said"]): string {
  const addresses = relay?.allocations ?? [];
  if (addresses.length === 0) return t("knows.relay.none");
  return t("knows.relay.value", {
    count: addresses.length,
    used: addresses.filter(({ channels }) => channels > 0).length,
    time: timeOfDay(toDate(Math.max(...addresses.map(({ until }) => until)))),
  });
}

interface FactProps {
  name: "address" | "you" | "room" | "appointment" | "box" | "people" | "network" | "relay";
  value: string;
  hint?: string;
}

function FactRow({ name, value, hint }: FactProps) {
  return (
    <div>
      <dt>{t(`knows.${name}`)}</dt>
      <dd data-test={`knows-${name}`}>{value}</dd>
      {hint && <dd class="quiet">{hint}</dd>}
    </div>
  );
}

function HostQuestion({ model, onClose }: { model: CallModel; onClose: () => void }) {
  return (
    <Dialog title={t("knows.forget")} onClose={onClose}>
      {(close) => (
        <>
          <p>{t("knows.forget.host")}</p>
          <div class="row report-do">
            <Button onClick={close}>{t("app.cancel")}</Button>
            <Button data-test="forget-leave" onClick={() => model.forgetMe(false)}>
              {t("knows.forget.leave")}
            </Button>
            <Button kind="danger" data-test="forget-end" onClick={() => model.forgetMe(true)}>
              {t("call.end")}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
