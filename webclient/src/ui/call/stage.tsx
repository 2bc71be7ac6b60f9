// The call itself: the people in it, the chat and the controls.

import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { type CallModel, type LocalMedia, written } from "../../call/model.ts";
import { colourBrowserBar } from "../../page/browserbar.ts";
import { pageView } from "../../page/callview.ts";
import type { HostRoom } from "../../page/services.ts";
import { keepScreenOn } from "../../page/wakelock.ts";
import { t } from "../i18n/index.ts";
import { openPart } from "../together/openpart.ts";
import { TogetherPanel, TogetherSays, TogetherSheet } from "../together/together.tsx";
import { Announcements } from "./announcements.ts";
import { useAttention } from "./attention.ts";
import { CallHeader } from "./callheader.tsx";
import { Captions } from "./captions.tsx";
import { ChatPanel } from "./chat.tsx";
import { ComingsLine } from "./comings.tsx";
import { dropGuard } from "./filechoice.tsx";
import { HandsList } from "./handslist.tsx";
import { IncidentBanner } from "./incident.tsx";
import { CallInviteDialog } from "./invite.tsx";
import { useVoices } from "./layout/usespeaker.ts";
import { LeaveSheet } from "./leavesheet.tsx";
import { Notices } from "./notices.tsx";
import { usePictures } from "./pictures.ts";
import { ShareArea } from "./sharearea.tsx";
import { ShareBar } from "./sharebar.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { useSmallWindow } from "./smallwindow.tsx";
import { useSpokenCaptions } from "./spokencaptions.ts";
import { TileGrid } from "./tilegrid.tsx";
import { Toolbar } from "./toolbar.tsx";
import { ViewSheet } from "./viewsheet.tsx";
import "./stage.css";

export { DataReport } from "./datareport.tsx";

interface Props {
  model: CallModel;
  /** None in a chat call. */
  media: LocalMedia | undefined;
  /** One's own name. */
  name: string;
  /** The guest link. */
  invitation: string | undefined;
  /** The room, if this page is its host's. */
  room?: HostRoom | undefined;
  /** Of the room's date, for a host who is alone. */
  appointment?: ComponentChild;
}

export function CallStage({ model, media, name, invitation, room, appointment }: Props) {
  const chatOnly = model.kind === "chat";
  const chatOpen = useSignal(chatOnly);
  const inviting = useSignal(false);
  const leaving = useSignal(false);
  const read = useSignal(0);
  // A new line draws the chat and its button, not the whole stage.
  useSignalEffect(() => {
    if (chatOpen.value) read.value = written(model.chat.value);
  });
  const unread = useComputed(() => (chatOpen.value ? 0 : written(model.chat.value) - read.value));
  useAttention(model);
  useSpokenCaptions(model, media);
  usePictures(model);
  useEffect(colourBrowserBar, []);
  useEffect(keepScreenOn, []);

  const invite = () => {
    inviting.value = true;
  };
  const setChat = (open: boolean) => {
    chatOpen.value = open;
    if (!open) document.querySelector<HTMLElement>("[data-test=chat-open]")?.focus();
  };
  const leave = () => {
    if (model.role === "guest") model.leave();
    else leaving.value = true;
  };
  const toggleChat = chatOnly ? undefined : () => setChat(!chatOpen.value);
  const voices = useVoices(model);
  const view = pageView;
  const small = useSmallWindow({ model, media, view, voices, onLeave: leave });
  useShortcuts({ model, media, toggleChat, leave, view, voices });

  /** In a chat call they stand above the people, so they come before them. */
  const notices = <Notices {...{ model, media, name, invitation, room }} />;

  return (
    <div
      class="call on-stage"
      data-kind={model.kind}
      data-chat={chatOpen.value ? "open" : "closed"}
      data-part={openPart.value === undefined ? "closed" : "open"}
      {...dropGuard}
    >
      <div>
        <CallHeader model={model} {...(invitation && { onInvite: invite })} />
        <IncidentBanner model={model} />
        {media && <ShareBar model={model} screen={media.screen} />}
        <TogetherSays place="Bar" model={model} media={media} />
      </div>
      <main class="call-main">
        {chatOnly && notices}
        <section class="call-stage" data-region tabIndex={-1} aria-label={t("call.stage")}>
          <ShareArea model={model}>
            <TileGrid
              model={model}
              media={media}
              name={name}
              invitation={invitation}
              appointment={appointment}
              onInvite={invite}
              view={view}
              voices={voices}
            />
          </ShareArea>
        </section>
        <HandsList model={model} />
        <ComingsLine />
        {!chatOnly && notices}
        <TogetherPanel model={model} media={media} />
        {chatOpen.value && (
          <ChatPanel model={model} {...(!chatOnly && { onClose: () => setChat(false) })} />
        )}
      </main>
      <Captions model={model} media={media} />
      <Toolbar
        model={model}
        media={media}
        chatOpen={chatOpen.value}
        unread={unread}
        {...(toggleChat && { onChat: toggleChat })}
        {...(invitation && { onInvite: invite })}
        onLeave={leave}
      />
      {invitation && inviting.value && (
        <CallInviteDialog
          model={model}
          link={invitation}
          onClose={() => {
            inviting.value = false;
          }}
        />
      )}
      <TogetherSheet model={model} />
      <ViewSheet view={view} model={model} small={small} />
      <Announcements model={model} />
      {leaving.value && (
        <LeaveSheet
          model={model}
          onClose={() => {
            leaving.value = false;
          }}
        />
      )}
    </div>
  );
}
