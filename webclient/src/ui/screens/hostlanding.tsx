// What a host sees who opens the host link on another device or in a new tab.
import type { HostRoom } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { LeaveSomething } from "../mailbox/leavesomething.tsx";
import { Button } from "../parts/button.tsx";
import { PageLayout } from "../parts/page.tsx";
import { Appointment } from "./appointment.tsx";
import type { MoveServices } from "./movedialog.tsx";

interface Props {
  /** As far as this browser knows it. */
  room: HostRoom | undefined;
  services: MoveServices;
  onEnter: () => void;
}

export function HostLanding({ room, services, onEnter }: Props) {
  return (
    <PageLayout title={t("host.title")} lead={t("host.lead")}>
      {room && <Appointment room={room} services={services} />}
      <Button kind="primary" wide data-test="enter" onClick={onEnter}>
        {t("ready.enter")}
      </Button>
      {room && <LeaveSomething link={room.hostLink} />}
    </PageLayout>
  );
}
