// How the line to one person fares: in words, and in figures for whoever asks for them.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { Peer } from "../../call/model.ts";
import type { Flow, LineFigures, QualityModel } from "../../call/uplink/model.ts";
import { type Key, t } from "../i18n/index.ts";
import { CopyButton } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import "./linedialog.css";

/** They are of a second each. */
const againMs = 1000;

interface Props {
  peer: Peer;
  quality: QualityModel;
  onClose: () => void;
}

export function LineDialog({ peer, quality, onClose }: Props) {
  const about = useId();
  const figures = useSignal(quality.figuresOf(peer.sid));
  useEffect(() => {
    const timer = setInterval(() => {
      figures.value = quality.figuresOf(peer.sid);
    }, againMs);
    return () => clearInterval(timer);
  }, [figures, peer.sid, quality]);
  const { name } = peer;
  const verdict = figures.value?.verdict ?? "unknown";
  return (
    <Dialog title={t("line.title", { name })} onClose={onClose} about={about}>
      <p id={about} role="status" data-test="line-verdict" data-verdict={verdict}>
        {t(`line.${verdict}`, { name })}
      </p>
      {figures.value && (
        <details class="line-figures">
          <summary data-test="line-figures">{t("line.figures")}</summary>
          <Figures figures={figures.value} name={name} />
          <CopyButton
            text={lineReport(figures.value, peer)}
            label={t("line.copy")}
            test="line-copy"
          />
          <p class="quiet">{t("line.copy.hint")}</p>
        </details>
      )}
    </Dialog>
  );
}

function Figures({ figures, name }: { figures: LineFigures; name: string }) {
  const { picture, sound, rttMs } = figures;
  const rows: [Key, Flow | undefined][][] = [
    [
      ["line.picture", picture.in],
      ["line.sound", sound.in],
    ],
    [
      ["line.picture", picture.out],
      ["line.sound", sound.out],
    ],
  ];
  return (
    <>
      {rows.map((flows, n) => (
        <section key={n === 0 ? "in" : "out"}>
          <h3>{t(n === 0 ? "line.from" : "line.to", { name })}</h3>
          <dl>
            {flows.map(([key, flow]) => (
              <div key={key}>
                <dt>{t(key)}</dt>
                <dd>{flow?.rate ? words(flow) : t("line.none")}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {rttMs !== undefined && (
        <dl>
          <div>
            <dt>{t("line.rtt")}</dt>
            <dd>{rttMs} ms</dd>
          </div>
        </dl>
      )}
    </>
  );
}

function words({ rate, lost, frames, width, height, waitMs }: Flow): string {
  const all = [
    `${rate} kbit/s`,
    height > 0 && `${width} × ${height}`,
    frames > 0 && `${frames}/s`,
    lost !== undefined && t("line.lost", { lost: percent(lost) }),
    waitMs !== undefined && t("line.waits", { ms: waitMs }),
  ];
  return all.filter((one) => one !== false).join(", ");
}

const percent = (part: number) => Math.round(100 * part);

/** To be sent to somebody who helps: no names, no addresses; the same in every language. */
export function lineReport(figures: LineFigures, { route, program }: Peer): string {
  const { verdict, rttMs, picture, sound } = figures;
  const one = (name: string, flow: Flow | undefined) => {
    if (flow === undefined) return `${name}: none`;
    const { rate, frames, width, height, lost, waitMs } = flow;
    const more = [lost !== undefined && `${percent(lost)} % lost`, waitMs && `${waitMs} ms late`];
    return `${name}: ${[`${rate} kbit/s`, height > 0 && `${width}x${height}`, frames > 0 && `${frames} fps`, ...more].filter(Boolean).join(", ")}`;
  };
  return [
    `einmal, ${new Date().toISOString()}`,
    `line: ${verdict}, ${route}, other program: ${program}, round trip ${rttMs ?? "?"} ms`,
    one("picture in", picture.in),
    one("sound in", sound.in),
    one("picture out", picture.out),
    one("sound out", sound.out),
  ].join("\n");
}
