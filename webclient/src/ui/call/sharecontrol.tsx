// The button that shares a screen, and the choice before it. The browser asks which window, and
// only a click may make it ask.
import { useSignal } from "@preact/signals";
import type { CallModel, LocalScreen, ShareMode } from "../../call/model.ts";
import { problemText, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { shortcutOf } from "./shortcuts.ts";
import "./sharebar.css";

interface Props {
  model: CallModel;
  screen: LocalScreen;
}

export function ShareControl({ model, screen }: Props) {
  const asking = useSignal(false);
  const shares = screen.shared.value !== undefined;
  const shortcut = shortcutOf("share");
  return (
    <>
      <button
        type="button"
        class="control control-share"
        data-test="share"
        aria-pressed={shares}
        {...(!shares && { "aria-haspopup": "dialog" })}
        aria-keyshortcuts={shortcut}
        title={t(shares ? "share.stop" : "share.open") + (shortcut ? ` (${shortcut})` : "")}
        onClick={() => {
          if (shares) screen.stop();
          else asking.value = true;
        }}
      >
        <span class="control-icon">
          <Icon name="screen" />
        </span>
        <span class="control-label">{t("share.press")}</span>
      </button>
      {asking.value && (
        <ShareChoice
          model={model}
          screen={screen}
          onClose={() => {
            asking.value = false;
          }}
        />
      )}
    </>
  );
}

function ShareChoice({ model, screen, onClose }: Props & { onClose: () => void }) {
  const others = model.peers.value.filter(({ share }) => share !== undefined);
  const choose = (mode: ShareMode, close: () => void) => {
    close();
    void screen.share(mode);
  };
  if (!screen.possible)
    return (
      <Dialog title={t("share.open")} about="share-impossible" onClose={onClose}>
        <p id="share-impossible" data-test="problem" data-code="share-unavailable">
          {problemText("share-unavailable")}
        </p>
      </Dialog>
    );
  return (
    <Dialog title={t("share.title")} onClose={onClose}>
      {(close) => (
        <>
          <p>{t("share.lead")}</p>
          {others.map(({ sid, name }) => (
            <p key={sid} data-test="share-also">
              {t("share.also", { name })}
            </p>
          ))}
          <div class="share-choice">
            <Button
              kind="primary"
              wide
              data-test="share-text"
              onClick={() => choose("text", close)}
            >
              {t("share.text")}
            </Button>
            <Button wide data-test="share-video" onClick={() => choose("video", close)}>
              {t("share.video")}
            </Button>
            <Button wide kind="quiet" onClick={close}>
              {t("app.cancel")}
            </Button>
          </div>
          <p class="quiet">{t("share.sound")}</p>
        </>
      )}
    </Dialog>
  );
}
