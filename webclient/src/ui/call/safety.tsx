// How safe the way to one person is: the code to be compared aloud, the route, and what program is
// at the other end.
import { useId } from "preact/hooks";
import type { Peer, SafetyCode } from "../../call/model.ts";
import { emojiAt } from "../i18n/emoji.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { drawsEmoji } from "../parts/emojifont.ts";
import { Icon } from "../parts/icon.tsx";
import "./safety.css";

interface Props {
  peer: Peer;
  onCompare: () => void;
  onClose: () => void;
}

export function SafetyDialog({ peer, onCompare, onClose }: Props) {
  const about = useId();
  const { name, withheld, compared, route, program } = peer;
  // Nobody at a telephone sees a code, and one that the gateway reads out says nothing of the rest.
  const safety = program === "phone" ? undefined : peer.safety;
  return (
    <Dialog title={t("safety.title", { name })} onClose={onClose} about={about}>
      <div id={about} class="safety">
        {program !== "phone" && (
          <p>
            {t(safety ? "safety.lead" : withheld ? "safety.withheld" : "safety.pending", { name })}
          </p>
        )}
        {safety && <CodeView code={safety} />}
      </div>
      {safety && <p>{t("safety.differs")}</p>}
      {safety && <Compared compared={compared} onCompare={onCompare} />}
      <ul class="safety-facts">
        {route !== "unknown" && (
          <li>
            <Icon name={route === "direct" ? "lock" : "relay"} />
            <span>{t(`tile.${route}.title`, { name })}</span>
          </li>
        )}
        <li data-test="safety-program" data-program={program}>
          <Icon
            name={
              program === "different" || program === "phone"
                ? "alert"
                : program === "same"
                  ? "check"
                  : "program"
            }
          />
          <span>{t(`program.${program}`, { name })}</span>
        </li>
      </ul>
    </Dialog>
  );
}

/** One press is enough; a sentence takes the place of the button. */
function Compared({ compared, onCompare }: { compared: boolean; onCompare: () => void }) {
  return (
    <div class="safety-compared" role="status">
      {compared ? (
        <p data-test="safety-compared">
          <Icon name="check" />
          <span>{t("safety.compared")}</span>
        </p>
      ) : (
        <Button kind="primary" wide data-test="safety-compare" onClick={onCompare}>
          {t("safety.compare")}
        </Button>
      )}
    </div>
  );
}

function CodeView({ code: { emoji: places, digits } }: { code: SafetyCode }) {
  const pictures = drawsEmoji();
  return (
    <div class="safety-code">
      <ol class="safety-emoji" data-pictures={pictures}>
        {places.map(emojiAt).map(({ picture, name }, i) => (
          <li key={i}>
            <span
              class="safety-picture"
              data-test="safety-emoji"
              aria-hidden="true"
              hidden={!pictures}
            >
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
