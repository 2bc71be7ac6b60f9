// The rooms that this browser remembers, by date: the ways in, to invite, to move, to end, and to
// forget them.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { parseLink } from "../../crypto/link.ts";
import type { RememberedRooms } from "../../page/remembered.ts";
import type { CreatedRoom, Services } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { InviteDialog } from "../invite/dialog.tsx";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { codeOf } from "./codeof.ts";
import { dateState, MoveDialog } from "./movedialog.tsx";
import { type RoomDeed, RoomItem } from "./roomitem.tsx";
import { byDate, nameOf } from "./roomname.ts";
import "./rooms.css";

interface Props {
  remembered: RememberedRooms;
  services: Pick<Services, "about" | "endRoom" | "isElsewhere" | "moveRoom">;
  onEnter: (room: CreatedRoom) => void;
}

/** A dialog that is open: about the room with this host link, or about all. */
type Open =
  | { readonly deed: RoomDeed; readonly hostLink: string }
  | { readonly deed: "forget-all" };

export function RoomList({ remembered, services, onEnter }: Props) {
  const rooms = [...remembered.rooms.value].sort(byDate);
  const open = useSignal<Open | undefined>(undefined);
  /** What has come of the last thing that was done. */
  const told = useSignal<string | undefined>(undefined);
  const { heading, moveFocus } = useFocusOnHeading();
  const forget = (unwanted: readonly CreatedRoom[]) => {
    moveFocus();
    for (const { hostLink } of unwanted) remembered.forget(parseLink(hostLink));
    announce(t("rooms.forgotten"));
  };
  const end = async (room: CreatedRoom) => {
    const values = { room: nameOf(room) };
    told.value = t("rooms.ending", values);
    moveFocus();
    told.value = t(await outcomeOfEnd(services, room), values);
  };
  return (
    <>
      {rooms.length > 0 && (
        <section class="rooms" data-test="rooms">
          <h2 ref={heading} tabIndex={-1}>
            {t("rooms.title")}
          </h2>
          <p class="quiet">{t("rooms.after")}</p>
          <ul>
            {rooms.map((room) => (
              <RoomItem
                key={room.hostLink}
                room={room}
                services={services}
                onEnter={() => onEnter(room)}
                onDeed={(deed) => {
                  told.value = undefined;
                  open.value = { deed, hostLink: room.hostLink };
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
                  open.value = { deed: "forget-all" };
                }}
              >
                {t("rooms.forget-all")}
              </Button>
            </div>
          )}
        </section>
      )}
      <p class="rooms-told" role="status" data-test="rooms-told">
        {told.value}
      </p>
      {rooms.length > 0 && <h2>{t("rooms.new")}</h2>}
      <OpenDialog
        open={open.value}
        rooms={rooms}
        services={services}
        onForget={forget}
        onEnd={end}
        onClose={() => {
          open.value = undefined;
        }}
        onLeft={() => {
          open.value = undefined;
          told.value = t("rooms.left");
          moveFocus();
        }}
      />
    </>
  );
}

/** The button that was pressed goes with its room: the focus moves to the top of the list. */
function useFocusOnHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    (heading.current ?? document.querySelector<HTMLElement>("h1"))?.focus();
  });
  const moveFocus = () => {
    wanted.current = true;
  };
  return { heading, moveFocus };
}

async function outcomeOfEnd(services: Pick<Services, "endRoom">, room: CreatedRoom) {
  try {
    await services.endRoom(room);
    return "rooms.ended";
  } catch (error) {
    return codeOf(error) === "room-gone" ? "rooms.ended.gone" : "rooms.ended.unanswered";
  }
}

interface DialogProps {
  open: Open | undefined;
  rooms: readonly CreatedRoom[];
  services: Props["services"];
  onForget: (rooms: readonly CreatedRoom[]) => void;
  onEnd: (room: CreatedRoom) => void;
  onClose: () => void;
  /** The room went while the dialog was open. */
  onLeft: () => void;
}

function OpenDialog({ open, rooms, services, onForget, onEnd, onClose, onLeft }: DialogProps) {
  // As it is now: another tab may have moved it meanwhile.
  const room =
    open && "hostLink" in open ? rooms.find((room) => room.hostLink === open.hostLink) : undefined;
  const hasLeft = open !== undefined && "hostLink" in open && room === undefined;
  useEffect(() => {
    if (hasLeft) onLeft();
  }, [hasLeft]);
  if (open?.deed === "forget-all")
    return (
      <Confirm
        title={t("rooms.forget-all.title")}
        confirm={t("rooms.forget-all")}
        onConfirm={() => onForget(rooms)}
        onClose={onClose}
      >
        {t("rooms.forget-all.lead")}
      </Confirm>
    );
  if (open === undefined || room === undefined) return null;
  switch (open.deed) {
    case "invite":
      return <InviteDialog invitation={room} onClose={onClose} />;
    case "move":
      return (
        <MoveDialog room={room} date={dateState(room)} services={services} onClose={onClose} />
      );
    case "end":
    case "forget":
      return (
        <Confirm
          title={t(`rooms.${open.deed}.title`, { room: nameOf(room) })}
          confirm={t(`rooms.${open.deed}`)}
          onConfirm={() => (open.deed === "end" ? onEnd(room) : onForget([room]))}
          onClose={onClose}
        >
          {t(`rooms.${open.deed}.lead`)}
        </Confirm>
      );
  }
}
