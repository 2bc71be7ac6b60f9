// Controls of the call that are no devices: each is one component, and toolbar.tsx gives them their
// order.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import { shortcutOf } from "./shortcuts.ts";

export function InviteButton({ onPress }: { onPress: () => void }) {
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

export function LockButton({ model }: { model: CallModel }) {
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

export function ChatButton({
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

export function LeaveButton({ asks, onPress }: { asks: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      class="control control-leave"
      data-test="leave"
      aria-keyshortcuts="Control+Shift+X"
      title={`${t("call.leave")} (Ctrl+Shift+X)`}
      {...(asks && { "aria-haspopup": "dialog" })}
      onClick={onPress}
    >
      <span class="control-icon">
        <Icon name="leave" />
      </span>
      <span class="control-label">{t("call.leave")}</span>
    </button>
  );
}
