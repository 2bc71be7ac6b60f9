// All raised hands in their order, for whoever leads the talk; the host can lower one.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import "./handslist.css";

/** Nothing while no hand is up. */
export function HandsList({ model }: { model: CallModel }) {
  const { participation, role } = model;
  const hands = participation.hands.value;
  if (hands.length === 0) return null;
  return (
    <section class="handslist" aria-label={t("hand.list")} data-test="hands">
      <Icon name="hand" />
      <ol>
        {hands.map(({ sid, name }) => (
          <li key={sid ?? ""}>
            <bdi>{sid === undefined ? t("hand.own") : name}</bdi>
            {sid !== undefined && role === "host" && (
              <IconButton
                icon="close"
                label={t("hand.lower", { name })}
                data-test="lower-hand"
                onClick={() => participation.ask("lower-hand", sid)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
