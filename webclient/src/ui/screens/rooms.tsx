// The rooms that this browser was asked to remember: the way in, the link for the guests, and the
// way to forget them.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { type CallKind, parseLink } from "../../crypto/link.ts";
import type { RememberedRooms } from "../../page/remembered.ts";
import type { CreatedRoom } from "../../page/services.ts";
import { shortDate, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button, IconButton } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import "./rooms.css";

const icons: Record<CallKind, IconName> = { video: "video", audio: "mic", chat: "chat" };

interface Props {
  remembered: RememberedRooms;
  onEnter: (room: CreatedRoom) => void;
}

export function RoomList({ remembered, onEnter }: Props) {
  const rooms = remembered.rooms.value;
  /** The rooms to forget if the person says yes. */
  const asking = useSignal<readonly CreatedRoom[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);
  const forgot = useRef(false);
  // The button that was pressed has gone with its room.
  useEffect(() => {
    if (!forgot.current) return;
    forgot.current = false;
    (heading.current ?? document.querySelector<HTMLElement>("h1"))?.focus();
  });
  const forget = (unwanted: readonly CreatedRoom[]) => {
    forgot.current = true;
    for (const { hostLink } of unwanted) remembered.forget(parseLink(hostLink));
    announce(t("rooms.forgotten"));
  };
  if (rooms.length === 0) return null;
  return (
    <>
      <section class="rooms" data-test="rooms">
        <h2 ref={heading} tabIndex={-1}>
          {t("rooms.title")}
        </h2>
        <ul>
          {rooms.map((room) => (
            <RoomItem
              key={room.hostLink}
              room={room}
              onEnter={() => onEnter(room)}
              onForget={() => {
                asking.value = [room];
              }}
            />
          ))}
        </ul>
        {rooms.length > 1 && (
          <div>
            <Button
              kind="quiet"
              data-test="forget-all"
              onClick={() => {
                asking.value = rooms;
              }}
            >
              {t("rooms.forget-all")}
            </Button>
          </div>
        )}
      </section>
      <h2>{t("rooms.new")}</h2>
      <Question rooms={asking.value} onYes={forget} onClose={() => (asking.value = [])} />
    </>
  );
}

function nameOf({ topic, kind }: CreatedRoom): string {
  return topic || t(`rooms.unnamed.${kind}`);
}

function RoomItem({
  room,
  onEnter,
  onForget,
}: {
  room: CreatedRoom;
  onEnter: () => void;
  onForget: () => void;
}) {
  const id = useId();
  return (
    <li class="room" data-test="room" data-link={room.guestLink}>
      <Icon name={icons[room.kind]} />
      <div class="room-what">
        <p id={id} class="room-name">
          {nameOf(room)}
        </p>
        <p class="quiet">{t("rooms.until", { expires: shortDate(room.expires) })}</p>
      </div>
      <div class="room-do">
        <Button data-test="room-enter" aria-describedby={id} onClick={onEnter}>
          {t("rooms.enter")}
        </Button>
        <CopyButton text={room.guestLink} label={t("ready.copy")} test="room-copy" about={id} />
      </div>
      <IconButton
        icon="trash"
        label={t("rooms.forget")}
        data-test="forget"
        aria-describedby={id}
        onClick={onForget}
      />
    </li>
  );
}

interface QuestionProps {
  rooms: readonly CreatedRoom[];
  onYes: (rooms: readonly CreatedRoom[]) => void;
  onClose: () => void;
}

function Question({ rooms, onYes, onClose }: QuestionProps) {
  const [room, ...others] = rooms;
  if (room === undefined) return null;
  const all = others.length > 0;
  return (
    <Confirm
      title={all ? t("rooms.forget-all.title") : t("rooms.forget.title", { room: nameOf(room) })}
      confirm={t(all ? "rooms.forget-all" : "rooms.forget")}
      onConfirm={() => onYes(rooms)}
      onClose={onClose}
    >
      {t(all ? "rooms.forget-all.lead" : "rooms.forget.lead")}
    </Confirm>
  );
}
