// Where people point on a shared screen: a dot with a name for each.
import { type CallModel, pointerScale } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import "./share.css";

interface Props {
  model: CallModel;
  /** Who shares it; undefined for oneself. */
  on: string | undefined;
}

export function PointerDots({ model, on }: Props) {
  const names = new Map(model.peers.value.map(({ sid, name }) => [sid, name]));
  return (
    <div class="share-dots" aria-hidden="true">
      {model.pointing.value
        .filter((one) => one.on === on && (one.by === undefined || names.has(one.by)))
        .map(({ by, x, y }) => (
          <span
            key={by ?? ""}
            class="share-dot"
            data-test="share-dot"
            style={{
              "--share-x": `${(x / pointerScale) * 100}%`,
              "--share-y": `${(y / pointerScale) * 100}%`,
            }}
          >
            <span class="share-dot-name">
              {by === undefined ? t("tile.you") : names.get(by) || t("app.someone")}
            </span>
          </span>
        ))}
    </div>
  );
}
