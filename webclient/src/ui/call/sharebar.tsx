// What somebody who shares their screen sees of that: that they do, what of it, and how to stop.
import { useEffect } from "preact/hooks";
import type { CallModel, LocalScreen, SharedScreen, ShareMode } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Switch } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { setSoundShared } from "../parts/sounds.ts";
import { SharePreview } from "./sharepreview.tsx";
import "./share.css";
import "./sharebar.css";

interface Props {
  model: CallModel;
  screen: LocalScreen;
}

export function ShareBar({ model, screen }: Props) {
  const shared = model.kind === "video" ? screen.shared.value : undefined;
  const sound = shared?.sound === true;
  useEffect(() => {
    setSoundShared(sound);
    return () => setSoundShared(false);
  }, [sound]);
  if (shared === undefined) return null;
  return (
    <section
      class="share-bar"
      data-test="share-bar"
      data-region
      tabIndex={-1}
      aria-label={t("share.bar")}
    >
      {shared.surface !== "film" && (
        <SharePreview model={model} screen={screen} surface={shared.surface} />
      )}
      <div class="share-bar-words">
        <p class="share-bar-title" role="status">
          <Icon name="screen" />
          <span>
            {t(`share.on.${shared.surface}`)} {shared.sound && t("share.on.sound")}
          </span>
        </p>
        <div class="share-bar-choices">
          <ModeChoice screen={screen} shared={shared} />
          <Switch
            label={t("share.pointing")}
            hint={t("share.pointing.hint")}
            test="share-pointing"
            checked={shared.pointing}
            onChange={(on) => screen.letPoint(on)}
          />
        </div>
      </div>
      <Button kind="danger" data-test="share-stop" onClick={() => screen.stop()}>
        {t("share.stop")}
      </Button>
    </section>
  );
}

const modes: readonly ShareMode[] = ["text", "video"];

function ModeChoice({ screen, shared }: { screen: LocalScreen; shared: SharedScreen }) {
  return (
    <fieldset class="share-modes" aria-label={t("share.title")}>
      {modes.map((mode) => (
        <button
          key={mode}
          type="button"
          class="share-tool share-tool-words"
          data-test={`share-as-${mode}`}
          aria-pressed={shared.mode === mode}
          onClick={() => screen.changeMode(mode)}
        >
          {t(`share.${mode}.short`)}
        </button>
      ))}
    </fieldset>
  );
}
