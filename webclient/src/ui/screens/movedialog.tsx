// Another date for a room, or none.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { CreatedRoom, HostRoom, Services } from "../../page/services.ts";
import { longDate, t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Notice } from "../parts/notice.tsx";
import { wholeText } from "../text/invitation.ts";
import { codeOf } from "./codeof.ts";
import { DateField, useDateField } from "./datefield.tsx";
import { nameOf } from "./roomname.ts";

export type MoveServices = Pick<Services, "about" | "moveRoom">;

interface Props {
  room: HostRoom;
  services: MoveServices;
  onMoved?: (room: CreatedRoom) => void;
  onClose: () => void;
}

export function MoveDialog({ room, services, onMoved, onClose }: Props) {
  const id = useId();
  const moved = useSignal<CreatedRoom | undefined>(undefined);
  const done = (room: CreatedRoom) => {
    moved.value = room;
    announce(movedTo(room));
    onMoved?.(room);
  };
  return (
    <Dialog title={t("move.title", { room: nameOf(room) })} about={id} onClose={onClose}>
      <div class="stack" data-test="move-dialog">
        {moved.value ? (
          <Moved id={id} room={moved.value} />
        ) : (
          <>
            <p id={id}>{soFar(room)}</p>
            <MoveForm room={room} services={services} onMoved={done} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function soFar({ when, expires }: HostRoom): string {
  if (when !== undefined) return t("move.lead.dated", { when: longDate(when) });
  return t(expires === undefined ? "host.undated" : "move.lead.undated");
}

function movedTo({ when, expires }: CreatedRoom): string {
  return when
    ? t("move.saved", { when: longDate(when) })
    : t("move.saved.undated", { expires: longDate(expires) });
}

interface FormProps {
  room: HostRoom;
  services: MoveServices;
  onMoved: (room: CreatedRoom) => void;
}

function MoveForm({ room, services, onMoved }: FormProps) {
  const date = useDateField(services.about.value, room.when);
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const submit = async (event: Event) => {
    event.preventDefault();
    const when = date.read();
    if (busy.value || when === false) return;
    busy.value = true;
    problem.value = undefined;
    try {
      onMoved(await services.moveRoom(room, when));
    } catch (error) {
      const code = codeOf(error);
      problem.value = code === "room-gone" ? "move-gone" : code;
    } finally {
      busy.value = false;
    }
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <DateField field={date} test="move-when" />
      {problem.value && <Notice code={problem.value} />}
      <Button kind="primary" type="submit" wide data-test="move-save" aria-disabled={busy.value}>
        {t(busy.value ? "move.saving" : "move.save")}
      </Button>
    </form>
  );
}

function Moved({ id, room }: { id: string; room: CreatedRoom }) {
  return (
    <>
      <p id={id} data-test="moved">
        <strong>{movedTo(room)}</strong> {t("move.tell")}
      </p>
      <CopyButton
        kind="primary"
        text={wholeText(room)}
        label={t("invite.copy")}
        test="copy-moved-invitation"
      />
    </>
  );
}
