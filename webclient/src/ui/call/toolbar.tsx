// The controls. They are always there: nothing fades for those who use a keyboard or a screen
// reader.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import { MediaButton } from "../parts/mediabutton.tsx";
import { CaptionsButton } from "./captions.tsx";
import { HandButton } from "./handbutton.tsx";
import { MuteAllButton } from "./muteall.tsx";
import { ReactionsButton, ReactionsRow } from "./reactions.tsx";
import { Settings, SettingsControl } from "./settings.tsx";
import { ShareControl } from "./sharecontrol.tsx";
import { shortcutOf } from "./shortcuts.ts";
import { ToolbarMore } from "./toolbarmore.tsx";
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

export function Toolbar({ model, media, chatOpen, unread, onChat, onInvite, onLeave }: Props) {
  return (
    <section class="toolbar" aria-label={t("call.controls")} data-region tabIndex={-1}>
      {media && (
        <MediaButton media={media} device="microphone" shortcut={shortcutOf("microphone")} />
      )}
      {media && model.kind === "video" && (
        <MediaButton media={media} device="camera" shortcut={shortcutOf("camera")} />
      )}
      {media && model.kind === "video" && <ShareControl model={model} screen={media.screen} />}
      {onChat && <ChatButton open={chatOpen} unread={unread} onPress={onChat} />}
      <ToolbarMore>
        <HandButton model={model} />
        <ReactionsButton />
        {model.kind !== "chat" && <CaptionsButton />}
        {onInvite && <InviteButton onPress={onInvite} />}
        {model.role === "host" && media && <MuteAllButton model={model} />}
        {model.role === "host" && <LockButton model={model} />}
        <SettingsControl />
      </ToolbarMore>
      <button
        type="button"
        class="control control-leave"
        data-test="leave"
        aria-keyshortcuts="Control+Shift+X"
        title={`${t("call.leave")} (Ctrl+Shift+X)`}
        {...(model.role === "host" && { "aria-haspopup": "dialog" })}
        onClick={onLeave}
      >
        <span class="control-icon">
          <Icon name="leave" />
        </span>
        <span class="control-label">{t("call.leave")}</span>
      </button>
      <ReactionsRow model={model} />
      <Settings model={model} media={media} />
    </section>
  );
}

function InviteButton({ onPress }: { onPress: () => void }) {
  return (
    <button
      type="button"
      class="control"
      data-test="invite"
      aria-haspopup="dialog"
      title={t("invite.dialog")}
      onClick={onPress}
    >
      <span class="control-icon">
        <Icon name="add-person" />
      </span>
      <span class="control-label">{t("invite.press")}</span>
    </button>
  );
}

function LockButton({ model }: { model: CallModel }) {
  const locked = model.locked.value;
  return (
    <button
      type="button"
      class="control control-lock"
      data-test="lock"
      aria-pressed={locked}
      title={t("call.lock.title")}
      onClick={() => model.lock(!locked)}
    >
      <span class="control-icon">
        <Icon name="lock" />
      </span>
      <span class="control-label">{t("call.lock")}</span>
    </button>
  );
}

function ChatButton({
  open,
  unread,
  onPress,
}: {
  open: boolean;
  unread: ReadonlySignal<number>;
  onPress: () => void;
}) {
  const shortcut = shortcutOf("chat");
  const count = unread.value;
  return (
    <button
      type="button"
      class="control"
      data-test="chat-open"
      aria-expanded={open}
      aria-keyshortcuts={shortcut}
      title={t("call.chat") + (shortcut ? ` (${shortcut})` : "")}
      onClick={onPress}
    >
      <span class="control-icon">
        <Icon name="chat" />
        {count > 0 && (
          <span class="control-badge">
            <span aria-hidden="true">{count}</span>
            <span class="unseen">{t("chat.unread", { count })}</span>
          </span>
        )}
      </span>
      <span class="control-label">{t("call.chat")}</span>
    </button>
  );
}
