// Oneself, as in a mirror.
import type { ComponentChild } from "preact";
import type { LocalMedia } from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { t } from "../i18n/index.ts";
import { Avatar } from "../parts/avatar.tsx";
import { IconButton } from "../parts/button.tsx";
import { DeviceSettings } from "../parts/devicesettings.tsx";
import { Icon } from "../parts/icon.tsx";
import { StreamVideo } from "../parts/stream.tsx";
import { FlipCamera, isMirror } from "./flipcamera.tsx";
import { selfKey } from "./layout/regions.ts";
import "./tile.css";

interface Props {
  kind: CallKind;
  media: LocalMedia | undefined;
  name: string;
  host: boolean;
  /** Folded away: no picture is drawn. */
  folded: boolean;
  /** Given where one's own picture lies over another. */
  onFold?: (fold: boolean) => void;
  /** What one shows beside one's picture. */
  sign?: ComponentChild;
}

export function SelfTile({ kind, media, name, host, folded, onFold, sign }: Props) {
  const seen = kind === "video" && media?.camera.value === true && !folded;
  const silent = media !== undefined && !media.microphone.value;
  return (
    <li class={`tile tile-self${folded ? " tile-folded" : ""}`} data-test="self" data-key={selfKey}>
      {seen && media && <StreamVideo stream={media.stream} mirrored={isMirror(media)} />}
      {!seen && !folded && (
        <div class="tile-rest">
          <Avatar name={name || t("tile.you")} />
        </div>
      )}
      <div class="tile-foot">
        <p class="tile-name">
          {silent && (
            <>
              <Icon name="mic-off" />
              <span class="unseen">{t("tile.muted")}: </span>
            </>
          )}
          <span class="tile-name-text">{t("tile.you")}</span>
          {host && !onFold && <span class="tile-role">{t("tile.host")}</span>}
        </p>
      </div>
      {sign}
      {media && !folded && (
        <div class="tile-corner tile-devices">
          <DeviceSettings kind={kind} media={media} onPicture />
          <FlipCamera media={media} />
        </div>
      )}
      {onFold && (
        <div class="tile-corner tile-fold">
          <IconButton
            icon={folded ? "eye" : "eye-off"}
            label={t(folded ? "tile.show-self" : "tile.hide-self")}
            data-test="fold-self"
            onClick={() => onFold(!folded)}
          />
        </div>
      )}
    </li>
  );
}
