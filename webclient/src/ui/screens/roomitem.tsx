// One room on the list: when it is, what it is about, how it stands, and what can be done with it.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { CallKind } from "../../crypto/link.ts";
import type { CreatedRoom, Services } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { nameOf, standingOf, stayOf } from "./roomname.ts";

const icons: Record<CallKind, IconName> = { video: "video", audio: "mic", chat: "chat" };

/** How often the list looks at the clock and at the other tabs, in ms. */
const lookMs = 30_000;

export type RoomDeed = "invite" | "move" | "end" | "forget";

interface Props {
  room: CreatedRoom;
  services: Pick<Services, "isElsewhere">;
  onEnter: () => void;
  onDeed: (deed: RoomDeed) => void;
}

export function RoomItem({ room, services, onEnter, onDeed }: Props) {
  const id = useId();
  const { now, elsewhere } = useStanding(room, services);
  return (
    <li class="room" data-test="room" data-link={room.guestLink}>
      <Icon name={icons[room.kind]} />
      <div class="room-what">
        <p id={id} class="room-name">
          {nameOf(room)}
        </p>
        <p class="room-when" data-test="room-when">
          {elsewhere ? t("rooms.elsewhere") : standingOf(room, now)}
        </p>
        <p class="quiet" data-test="room-stay">
          {stayOf(room.expires, now, "rooms.until")}
        </p>
      </div>
      <div class="room-do">
        <Button data-test="room-enter" aria-describedby={id} onClick={onEnter}>
          {t("rooms.enter")}
        </Button>
        <Button data-test="room-invite" aria-describedby={id} onClick={() => onDeed("invite")}>
          {t("rooms.invite")}
        </Button>
        <Button data-test="room-move" aria-describedby={id} onClick={() => onDeed("move")}>
          {t(room.when ? "rooms.move" : "ready.set-date")}
        </Button>
        <Button data-test="room-end" aria-describedby={id} onClick={() => onDeed("end")}>
          {t("rooms.end")}
        </Button>
      </div>
      <IconButton
        icon="trash"
        label={t("rooms.forget")}
        data-test="forget"
        aria-describedby={id}
        onClick={() => onDeed("forget")}
      />
    </li>
  );
}

/** Asks the other tabs of this browser, never the server: it would learn which rooms belong together. */
function useStanding(room: CreatedRoom, services: Pick<Services, "isElsewhere">) {
  const now = useSignal(Date.now());
  const elsewhere = useSignal(false);
  useEffect(() => {
    let gone = false;
    const look = () => {
      now.value = Date.now();
      void services.isElsewhere(room).then((is) => {
        if (!gone) elsewhere.value = is;
      });
    };
    look();
    const timer = setInterval(look, lookMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      gone = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [room.hostLink]);
  return { now: now.value, elsewhere: elsewhere.value };
}
