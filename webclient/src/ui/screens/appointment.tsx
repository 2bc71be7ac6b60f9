// The date of a room, with its zone, and the way to another one.
import { useSignal } from "@preact/signals";
import type { CreatedRoom, HostRoom } from "../../page/services.ts";
import { longDate, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { dateState, MoveDialog, type MoveServices } from "./movedialog.tsx";
import { stayOf } from "./roomname.ts";
import "./ready.css";

interface Props {
  room: HostRoom;
  services: MoveServices;
  /** The server has said it, in the call. Otherwise a room that nothing is known of may have one. */
  isDateKnown?: boolean;
  onMoved?: (room: CreatedRoom) => void;
}

export function Appointment({ room, services, isDateKnown = false, onMoved }: Props) {
  const moving = useSignal(false);
  const date = dateState(room, isDateKnown);
  return (
    <section class="ready-when">
      <p data-test="appointment">
        <strong>
          {room.when
            ? t("ready.dated", { when: longDate(room.when) })
            : t(date === "none" ? "ready.undated" : "host.undated")}
        </strong>{" "}
        {room.expires && (
          <span class="quiet">{stayOf(room.expires, Date.now(), "ready.open")}</span>
        )}
      </p>
      <Button
        icon="calendar"
        data-test="move"
        onClick={() => {
          moving.value = true;
        }}
      >
        {t(date === "none" ? "ready.set-date" : "ready.move")}
      </Button>
      {moving.value && (
        <MoveDialog
          room={room}
          date={date}
          services={services}
          {...(onMoved && { onMoved })}
          onClose={() => {
            moving.value = false;
          }}
        />
      )}
    </section>
  );
}
