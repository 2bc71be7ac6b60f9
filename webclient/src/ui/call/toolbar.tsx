// The controls. They are always there: nothing is lost to those who use a keyboard or a screen
// reader.
//
// Each is one component in a file of its own. Beside it there may be a dialog that it opens: on a
// narrow screen the control is in a menu, and the dialog stays when that closes.
import type { ReadonlySignal } from "@preact/signals-core";
import { type ComponentChild, Fragment } from "preact";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { MediaButton } from "../parts/mediabutton.tsx";
import { entries } from "../together/entries.ts";
import { TogetherButton } from "../together/together.tsx";
import { CaptionsButton } from "./captions.tsx";
import { HandButton } from "./handbutton.tsx";
import { MuteAllButton } from "./muteall.tsx";
import { useQuiet } from "./quiet.ts";
import { ReactionsButton, ReactionsRow } from "./reactions.tsx";
import { Settings, SettingsControl } from "./settings.tsx";
import { ShareControl } from "./sharecontrol.tsx";
import { shortcutOf } from "./shortcuts.ts";
import { ChatButton, InviteButton, LeaveButton, LockButton } from "./toolbarbuttons.tsx";
import { ToolbarMore } from "./toolbarmore.tsx";
import { fitControls, useRoom } from "./toolbarroom.ts";
import { ViewButton } from "./viewsheet.tsx";
import "./toolbar.css";

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  chatOpen: boolean;
  unread: ReadonlySignal<number>;
  /** Not given where the chat is always open. */
  onChat?: () => void;
  /** Not given where nobody knows the guest link. */
  onInvite?: () => void;
  /** A host is asked first whether the room stays. */
  onLeave: () => void;
}

/** The smaller, the later it goes into the menu. The controls stand in the order of their list. */
export interface ToolbarControl {
  readonly key: string;
  readonly priority: number;
  readonly control: ComponentChild;
}

/** All controls of this call but that to leave, which is always the last. */
function controlsOf({ model, media, chatOpen, unread, onChat, onInvite }: Props): ToolbarControl[] {
  const all: (ToolbarControl | false | undefined)[] = [
    media && {
      key: "mic",
      priority: 0,
      control: (
        <MediaButton media={media} device="microphone" shortcut={shortcutOf("microphone")} />
      ),
    },
    media &&
      model.kind === "video" && {
        key: "camera",
        priority: 1,
        control: <MediaButton media={media} device="camera" shortcut={shortcutOf("camera")} />,
      },
    media &&
      model.kind === "video" && {
        key: "share",
        priority: 3,
        control: <ShareControl model={model} screen={media.screen} />,
      },
    onChat && {
      key: "chat",
      priority: 2,
      control: <ChatButton open={chatOpen} unread={unread} onPress={onChat} />,
    },
    { key: "hand", priority: 4, control: <HandButton model={model} /> },
    entries.length > 0 && { key: "together", priority: 5.5, control: <TogetherButton /> },
    { key: "reactions", priority: 5, control: <ReactionsButton /> },
    model.kind !== "chat" && { key: "view", priority: 6, control: <ViewButton /> },
    model.kind !== "chat" && { key: "captions", priority: 7, control: <CaptionsButton /> },
    onInvite && { key: "invite", priority: 8, control: <InviteButton onPress={onInvite} /> },
    model.role === "host" &&
      media && { key: "mute-all", priority: 8.5, control: <MuteAllButton model={model} /> },
    model.role === "host" && {
      key: "lock",
      priority: 9,
      control: <LockButton model={model} />,
    },
    { key: "settings", priority: 10, control: <SettingsControl /> },
  ];
  return all.filter((one) => typeof one === "object");
}

export function Toolbar(props: Props) {
  const { model, media, onLeave } = props;
  const { shown, rest } = fitControls(controlsOf(props), useRoom());
  return (
    <section
      class="toolbar"
      aria-label={t("call.controls")}
      data-region
      data-quiet={useQuiet()}
      tabIndex={-1}
    >
      {shown.map(({ key, control }) => (
        <Fragment key={key}>{control}</Fragment>
      ))}
      {rest.length > 0 && (
        <ToolbarMore>
          {rest.map(({ key, control }) => (
            <Fragment key={key}>{control}</Fragment>
          ))}
        </ToolbarMore>
      )}
      <LeaveButton asks={model.role === "host"} onPress={onLeave} />
      <ReactionsRow model={model} />
      <Settings model={model} media={media} />
    </section>
  );
}
