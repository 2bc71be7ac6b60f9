// How the host gets in again once this tab is closed: this browser, or the host link, which a
// calendar entry of her own can hold.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { parseLink } from "../../crypto/link.ts";
import type { RememberedRooms } from "../../page/remembered.ts";
import type { CreatedRoom, Services } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { copyText } from "../parts/copy.tsx";
import { Switch } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { LinkField } from "../parts/linkfield.tsx";
import { Notice } from "../parts/notice.tsx";
import { hostCalendarFile } from "../text/calendar.ts";
import { downloadText } from "../text/download.ts";
import { isAhead } from "../text/invitation.ts";

export type WayBackInServices = Pick<Services, "noteSaved" | "remembered" | "saved">;

interface Props {
  room: CreatedRoom;
  services: WayBackInServices;
}

export function WayBackIn({ room, services }: Props) {
  const { remembered, saved } = services;
  const copied = useSignal(false);
  const isKept = remembered?.includes(room) ?? false;
  const how = isKept ? "browser" : saved.value ? "saved" : copied.value ? "copied" : "tab";
  const isLasting = how === "browser" || how === "saved";
  return (
    <section class="ready-again" data-test="again" data-code={how}>
      <h2>{t("ready.again")}</h2>
      {how !== "browser" && (
        <p class={isLasting ? undefined : "ready-warning"}>
          {!isLasting && <Icon name="alert" />}
          {t(`ready.again.${how}`)}
        </p>
      )}
      {remembered && <Remember room={room} remembered={remembered} />}
      <HostLink
        room={room}
        onCopied={() => {
          copied.value = true;
        }}
        onSaved={() => services.noteSaved()}
      />
    </section>
  );
}

function Remember({ room, remembered }: { room: CreatedRoom; remembered: RememberedRooms }) {
  const section = useRef<HTMLDivElement>(null);
  const chosen = useSignal(0);
  // The control that was used has given way to another.
  useEffect(() => {
    if (chosen.value > 0) section.current?.querySelector<HTMLElement>("button, input")?.focus();
  }, [chosen.value]);
  const choose = (on: boolean) => {
    if (on) remembered.remember(room);
    else remembered.forget(parseLink(room.hostLink));
    chosen.value++;
  };
  return (
    <div ref={section} class="stack">
      {remembered.includes(room) ? (
        <>
          <div class="ready-remembered">
            <p data-test="remembered">{t("ready.remembered")}</p>
            <Button data-test="forget" onClick={() => choose(false)}>
              {t("ready.forget")}
            </Button>
          </div>
          <p class="quiet">{t("ready.again.browser")}</p>
        </>
      ) : (
        <Switch
          label={t("ready.remember")}
          hint={t("ready.remember.hint")}
          test="remember"
          checked={false}
          onChange={choose}
        />
      )}
      {remembered.refused.value && <Notice code="storage-refused" />}
    </div>
  );
}

interface HostLinkProps {
  room: CreatedRoom;
  onCopied: () => void;
  onSaved: () => void;
}

function HostLink({ room, onCopied, onSaved }: HostLinkProps) {
  const shown = useSignal(false);
  const { when, hostLink } = room;
  const show = async () => {
    shown.value = true;
    if (await copyText(hostLink)) onCopied();
  };
  const saveEntry = async (when: Date) => {
    downloadText("einmal-host.ics", "text/calendar", await hostCalendarFile({ ...room, when }));
    onSaved();
  };
  return (
    <>
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
            copyLabel={t("invite.copy-link")}
            copyTest="copy-host-link"
            onCopied={onCopied}
          />
        </>
      ) : (
        <Button icon="key" data-test="host-link" onClick={show}>
          {t("ready.host.show")}
        </Button>
      )}
      {isAhead(when) && (
        <>
          <Button icon="calendar" data-test="host-calendar" onClick={() => saveEntry(when)}>
            {t("ready.calendar")}
          </Button>
          <p class="quiet">{t("ready.calendar.hint")}</p>
        </>
      )}
    </>
  );
}
