// What a person shows beside their picture: a hand with its place, and a reaction for a while.
import type { Participation } from "../../call/participation/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import "./tilesign.css";

interface Props {
  participation: Participation;
  /** Of a peer; oneself has none. */
  sid?: string;
}

export function TileSign({ participation, sid }: Props) {
  const place = participation.hands.value.findIndex((hand) => hand.sid === sid) + 1;
  const shown = participation.reactions.value.find((reaction) => reaction.sid === sid);
  if (place === 0 && !shown) return null;
  return (
    <div class="tile-sign">
      {place > 0 && (
        <p class="tile-hand" data-test="hand-up" data-place={place}>
          <Icon name="hand" />
          <span aria-hidden="true">{place}</span>
          <span class="unseen">{t("hand.up", { place })}</span>
        </p>
      )}
      {shown && (
        <p key={shown.id} data-test="reaction" data-reaction={shown.reaction}>
          <Icon name={shown.reaction} />
          <span>{t(`reaction.${shown.reaction}`)}</span>
        </p>
      )}
    </div>
  );
}
