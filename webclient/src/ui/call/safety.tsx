// How safe the way to one person is: the code to be compared aloud, the route, and what program is at the other end.
import { useId } from "preact/hooks";
import type { Peer, SafetyCode } from "../../call/model.ts";
import { emoji } from "../i18n/emoji.ts";
import { t } from "../i18n/index.ts";
import { Dialog } from "../parts/dialog.tsx";
import { drawsEmoji } from "../parts/emojifont.ts";
import { Icon } from "../parts/icon.tsx";
import "./safety.css";

interface Props {
  peer: Peer;
  onClose: () => void;
}

export function SafetyDialog({ peer, onClose }: Props) {
  const about = useId();
  const { name, safety, route, program } = peer;
  return (
    <Dialog title={t("safety.title", { name })} onClose={onClose} about={about}>
      <div id={about} class="safety">
        <p>{t(safety ? "safety.lead" : "safety.pending", { name })}</p>
        {safety && <Code code={safety} />}
      </div>
      {safety && <p>{t("safety.differs")}</p>}
      <ul class="safety-facts">
        {route !== "unknown" && (
          <li>
            <Icon name={route === "direct" ? "lock" : "relay"} />
            <span>{t(`tile.${route}.title`, { name })}</span>
          </li>
        )}
        <li data-test="safety-program" data-program={program}>
          <Icon name={program === "different" ? "alert" : program === "same" ? "check" : "program"} />
          <span>{t(`program.${program}`, { name })}</span>
        </li>
      </ul>
    </Dialog>
  );
}

function Code({ code: { emoji: places, digits } }: { code: SafetyCode }) {
  const pictures = drawsEmoji();
  return (
    <div class="safety-code">
      <ol class="safety-emoji" data-pictures={pictures}>
        {places.map(emoji).map(({ picture, name }, i) => (
          <li key={i}>
            <span class="safety-picture" data-test="safety-emoji" aria-hidden="true" hidden={!pictures}>
              {picture}
            </span>
            <span>{name}</span>
          </li>
        ))}
      </ol>
      <p class="safety-digits" data-test="safety-digits" data-digits={digits}>
        <span aria-hidden="true">{`${digits.slice(0, 3)}\u00a0${digits.slice(3)}`}</span>
        <span class="unseen">{[...digits].join(" ")}</span>
      </p>
    </div>
  );
}
