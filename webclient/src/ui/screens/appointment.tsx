// The date of a room, with its zone, and the way to another one.
import { useSignal } from "@preact/signals";
import type { CreatedRoom, HostRoom } from "../../page/services.ts";
import { longDate, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { MoveDialog, type MoveServices } from "./movedialog.tsx";
import { stayOf } from "./roomname.ts";
import "./ready.css";

interface Props {
  room: HostRoom;
  services: MoveServices;
  onMoved?: (room: CreatedRoom) => void;
}

export function Appointment({ room, services, onMoved }: Props) {
  const moving = useSignal(false);
  const { when } = room;
  return (
    <section class="ready-when">
      <p data-test="appointment">
        <strong>{dateOf(room)}</strong>{" "}
        {room.expires && stayOf(room.expires, Date.now(), "ready.open")}
      </p>
      <Button
        icon="calendar"
        data-test="move"
        onClick={() => {
          moving.value = true;
        }}
      >
        {t(when ? "ready.move" : "ready.set-date")}
      </Button>
      {moving.value && (
        <MoveDialog
          room={room}
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

function dateOf({ when, expires }: HostRoom): string {
  if (when !== undefined) return t("ready.dated", { when: longDate(when) });
  return t(expires === undefined ? "host.undated" : "ready.undated");
}
