// The room is there: the link for the guests, ready to be sent, and the way in.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { parseLink } from "../../crypto/link.ts";
import type { RememberedRooms } from "../../page/remembered.ts";
import type { CreatedRoom } from "../../page/services.ts";
import { shortDate, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { copyText } from "../parts/copy.tsx";
import { FormField, Switch } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { LinkField } from "../parts/linkfield.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageLayout } from "../parts/page.tsx";
import { calendarFile } from "../text/calendar.ts";
import { downloadText } from "../text/download.ts";
import { mailDraft } from "../text/invitation.ts";
import "./ready.css";

interface Props {
  room: CreatedRoom;
  remembered: RememberedRooms | undefined;
  onEnter: () => void;
}

export function RoomReady({ room, remembered, onEnter }: Props) {
  return (
    <PageLayout
      title={t("ready.title")}
      lead={t("ready.lead", { expires: shortDate(room.expires) })}
    >
      <section class="stack">
        <LinkField
          label={t("ready.guest-link")}
          hint={t("ready.guest-link.hint")}
          link={room.guestLink}
          test="guest-link"
          copyLabel={t("ready.copy")}
          copyTest="copy-link"
        />
        <Appointment room={room} />
      </section>
      {remembered && <Remember room={room} remembered={remembered} />}
      <Button kind="primary" wide data-test="enter" onClick={onEnter}>
        {t("ready.enter")}
      </Button>
      <HostKey hostLink={room.hostLink} kept={remembered?.includes(room) ?? false} />
    </PageLayout>
  );
}

/** What `<input type="datetime-local">` holds for a date: local time without seconds. */
function localValue(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Appointment({ room }: { room: CreatedRoom }) {
  const chosen = useSignal("");
  const needed = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const when = chosen.value ? new Date(chosen.value) : undefined;
  const late = when !== undefined && when > room.expires;
  const problem = late
    ? t("ready.when.late", { expires: shortDate(room.expires) })
    : t("ready.when.needed");

  const saveCalendar = () => {
    if (when)
      return void calendarFile({ guestLink: room.guestLink, when }).then((file) =>
        downloadText("einmal.ics", "text/calendar", file),
      );
    needed.value = true;
    input.current?.focus();
  };
  return (
    <>
      <FormField
        label={t("ready.when")}
        aside={t("start.optional")}
        hint={t("ready.when.hint")}
        problem={late || needed.value ? problem : undefined}
      >
        {(control) => (
          <input
            {...control}
            ref={input}
            class="input ready-when"
            type="datetime-local"
            data-test="when"
            min={localValue(new Date())}
            max={localValue(room.expires)}
            value={chosen.value}
            onInput={(event) => {
              chosen.value = event.currentTarget.value;
              needed.value = false;
            }}
          />
        )}
      </FormField>
      <div class="ready-send">
        <a
          class="button button-plain"
          data-test="mail-draft"
          href={mailDraft({ guestLink: room.guestLink, when })}
        >
          <Icon name="mail" />
          <span>{t("ready.mail")}</span>
        </a>
        <Button icon="calendar" data-test="calendar-file" onClick={saveCalendar}>
          {t("ready.calendar")}
        </Button>
      </div>
    </>
  );
}

function Remember({ room, remembered }: { room: CreatedRoom; remembered: RememberedRooms }) {
  const refused = useSignal(0);
  const choose = (on: boolean) => {
    if (!on) remembered.forget(parseLink(room.hostLink));
    else if (!remembered.remember(room)) refused.value++;
  };
  return (
    <div class="stack">
      <Switch
        label={t("ready.remember")}
        hint={t("ready.remember.hint")}
        test="remember"
        checked={remembered.includes(room)}
        onChange={choose}
      />
      {refused.value > 0 && <Notice code="storage-refused" />}
    </div>
  );
}

function HostKey({ hostLink, kept }: { hostLink: string; kept: boolean }) {
  const shown = useSignal(false);
  return (
    <section class="ready-host">
      <h2>{t("ready.host")}</h2>
      <p class="quiet">{t(kept ? "ready.host.kept" : "ready.host.lead")}</p>
      {shown.value ? (
        <>
          <p class="ready-warning">
            <Icon name="alert" />
            {t("ready.host.warning")}
          </p>
          <LinkField
            label={t("ready.host.field")}
            link={hostLink}
            test="host-link"
            copyLabel={t("ready.copy")}
            copyTest="copy-host-link"
          />
        </>
      ) : (
        <div>
          <Button
            kind="quiet"
            icon="key"
            data-test="host-link"
            onClick={() => {
              shown.value = true;
              void copyText(hostLink);
            }}
          >
            {t("ready.host.show")}
          </Button>
        </div>
      )}
    </section>
  );
}
