// The screen that somebody else shares: here, or in a window of its own.
import type { CallModel, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { StreamAudio } from "../parts/stream.tsx";
import { ShareScreen } from "./sharescreen.tsx";
import { useShareWindow } from "./sharewindow.tsx";
import { useShareWish } from "./sharewish.ts";
import "./share.css";

interface Props {
  model: CallModel;
  peer: Peer;
}

/** `place` is its key on the stage. */
export function ShareTile({ model, peer, place }: Props & { place: string }) {
  const { name } = peer;
  const apart = useShareWindow(model, peer);
  useShareWish(model, peer.sid, apart.open);
  return (
    <li
      class="share-tile"
      data-test="share-tile"
      data-sid={peer.sid}
      data-key={place}
      data-mode={peer.share?.mode}
      data-state={peer.state}
    >
      <StreamAudio stream={peer.screen} />
      {apart.open ? (
        <div class="share-apart">
          <p>{t("share.window.here", { name })}</p>
          <Button data-test="share-back" onClick={apart.close}>
            {t("share.window.back")}
          </Button>
        </div>
      ) : (
        <ShareScreen model={model} peer={peer} onApart={apart.show} />
      )}
    </li>
  );
}
