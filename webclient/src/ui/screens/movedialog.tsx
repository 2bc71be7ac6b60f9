// Another date for a room, or none.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { lifetimeFor } from "../../page/roomlinks.ts";
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
/** What this page knows of a room's date. */
export type DateState = "dated" | "none" | "unknown";

/** Whoever knows when a room expires knows whether it has a date. */
export function dateState({ when, expires }: HostRoom, isKnown = false): DateState {
  if (when !== undefined) return "dated";
  return isKnown || expires !== undefined ? "none" : "unknown";
}

interface Props {
  room: HostRoom;
  date: DateState;
  services: MoveServices;
  onMoved?: (room: CreatedRoom) => void;
  onClose: () => void;
}

export function MoveDialog({ room, date, services, onMoved, onClose }: Props) {
  const id = useId();
  const moved = useSignal<Outcome | undefined>(undefined);
  const title = moved.value?.before ?? date;
  const done = (after: CreatedRoom) => {
    moved.value = { before: date, room: after };
    announce(movedTo(moved.value));
    onMoved?.(after);
  };
  return (
    <Dialog
      title={t(title === "none" ? "move.title.undated" : "move.title", { room: nameOf(room) })}
      about={id}
      onClose={onClose}
    >
      <div class="stack" data-test="move-dialog">
        {moved.value ? (
          <Moved id={id} {...moved.value} />
        ) : (
          <>
            <p id={id}>{soFar(room, date, services)}</p>
            <MoveForm room={room} date={date} services={services} onMoved={done} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function soFar({ when }: HostRoom, date: DateState, { about }: MoveServices): string {
  if (when !== undefined) return t("move.lead.dated", { when: longDate(when) });
  if (date === "unknown") return t("host.undated");
  const until = new Date(Date.now() + lifetimeFor(undefined, about.value) * 1_000);
  return t("move.lead.undated", { until: longDate(until) });
}

interface Outcome {
  readonly before: DateState;
  readonly room: CreatedRoom;
}

function movedTo({ before, room: { when, expires } }: Outcome): string {
  if (when) return t("move.saved", { when: longDate(when) });
  return t(before === "dated" ? "move.saved.undated" : "move.extended", {
    expires: longDate(expires),
  });
}

/** What the guests do not know. */
function untold({ before, room: { when } }: Outcome): string {
  if (when) return t(before === "none" ? "move.tell.first" : "move.tell");
  return before === "none" ? "" : t("move.tell.undated");
}

interface FormProps {
  room: HostRoom;
  date: DateState;
  services: MoveServices;
  onMoved: (room: CreatedRoom) => void;
}

function MoveForm({ room, date, services, onMoved }: FormProps) {
  const field = useDateField(services.about.value, room.when);
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const submit = async (event: Event) => {
    event.preventDefault();
    const when = field.read();
    if (busy.value || when === false) return;
    busy.value = true;
    problem.value = undefined;
    try {
      onMoved(await services.moveRoom(room, when));
    } catch (error) {
      const code = codeOf(error);
      problem.value = code === "room-gone" ? "move-gone" : code;
      busy.value = false;
    }
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <DateField field={field} test="move-when" />
      {problem.value && <Notice code={problem.value} />}
      <Button kind="primary" type="submit" wide data-test="move-save" aria-disabled={busy.value}>
        {t(busy.value ? "move.saving" : date === "none" ? "move.save.undated" : "move.save")}
      </Button>
    </form>
  );
}

function Moved({ id, ...outcome }: Outcome & { id: string }) {
  return (
    <>
      <p id={id} data-test="moved">
        <strong>{movedTo(outcome)}</strong> {untold(outcome)}
      </p>
      <CopyButton
        kind="primary"
        text={wholeText(outcome.room)}
        label={t("invite.copy")}
        test="copy-moved-invitation"
      />
    </>
  );
}
