// How the person sees the call: all alike or one of them large, full screen, without one's own
// picture.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import type { Mode, View } from "../../page/callview.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { canFullScreen, toggleFullScreen } from "../parts/fullscreen.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Sheet, SheetAction } from "../parts/sheet.tsx";
import { modeOf, modesFor, nextMode } from "./layout/view.ts";
import { isShared } from "./sharearea.tsx";
import type { SmallWindow } from "./smallwindow.tsx";

/** The button that opened the sheet, while it is open. */
const opener = signal<Element | undefined>(undefined);

function close(): void {
  opener.value = undefined;
}

const icons: Record<Mode, IconName> = { grid: "view", speaker: "sound", side: "columns" };

function nameOf(mode: Mode, shared: boolean): string {
  return t(mode === "speaker" && shared ? "view.share" : `view.${mode}`);
}

/** Has the sheet open; see ViewSheet. */
export function ViewButton() {
  return (
    <button
      type="button"
      class="control"
      data-test="view"
      aria-haspopup="dialog"
      title={t("view.title")}
      onClick={({ currentTarget }) => {
        opener.value = currentTarget;
      }}
    >
      <span class="control-icon">
        <Icon name="view" />
      </span>
      <span class="control-label">{t("view.open")}</span>
    </button>
  );
}

interface Props {
  view: View;
  model: CallModel;
  /** Not given where the browser has none. */
  small?: SmallWindow | undefined;
}

/** The sheet, while it is open. Not in a menu, which may be hidden. */
export function ViewSheet({ view, model, small }: Props) {
  useEffect(() => close, []);
  if (opener.value === undefined) return null;
  const shared = isShared(model);
  const mode = modeOf(view, shared);
  const hidden = view.selfHidden.value;
  return (
    <Sheet title={t("view.title")} anchor={opener.value} onClose={close}>
      {modesFor(shared).map((one) => (
        <SheetAction
          key={one}
          test={`view-${one}`}
          icon={icons[one]}
          pressed={one === mode}
          onPress={() => {
            view.choice.value = one;
          }}
        >
          {nameOf(one, shared)}
        </SheetAction>
      ))}
      <hr />
      {model.kind === "video" && (
        <SheetAction
          test="view-self"
          icon={hidden ? "eye" : "eye-off"}
          onPress={() => {
            view.selfHidden.value = !hidden;
          }}
        >
          {t(hidden ? "tile.show-self" : "tile.hide-self")}
        </SheetAction>
      )}
      {small && (
        <SheetAction test="view-window" icon="small-window" onPress={small.toggle}>
          {t(small.open.value ? "view.window.end" : "view.window")}
        </SheetAction>
      )}
      {canFullScreen() && (
        <SheetAction test="view-full" icon="full-screen" onPress={() => toggleFullScreen()}>
          {t(document.fullscreenElement ? "view.full.end" : "view.full")}
        </SheetAction>
      )}
    </Sheet>
  );
}

/** The next way to see the call, and says which. */
export function turnView(view: View, model: CallModel): void {
  const shared = isShared(model);
  announce(t("view.said", { view: nameOf(nextMode(view, shared), shared) }));
}
