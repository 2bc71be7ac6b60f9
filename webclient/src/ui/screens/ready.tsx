// The room is there: the invitation, ready to be sent, the way in, and the way back in.
import type { CreatedRoom, Services } from "../../page/services.ts";
import { GuestLinksButton } from "../guests/button.tsx";
import { t } from "../i18n/index.ts";
import { InviteOptions } from "../invite/options.tsx";
import { LeaveSomething } from "../mailbox/leavesomething.tsx";
import { Button } from "../parts/button.tsx";
import { PageLayout } from "../parts/page.tsx";
import { Appointment } from "./appointment.tsx";
import type { MoveServices } from "./movedialog.tsx";
import { WayBackIn, type WayBackInServices } from "./waybackin.tsx";
import "./ready.css";

interface Props {
  room: CreatedRoom;
  services: MoveServices & WayBackInServices & Pick<Services, "startAddress">;
  onEnter: () => void;
  onMoved: (room: CreatedRoom) => void;
}

export function RoomReady({ room, services, onEnter, onMoved }: Props) {
  return (
    <PageLayout title={t("ready.title")} lead={t("ready.lead")}>
      <Appointment room={room} services={services} onMoved={onMoved} />
      <InviteOptions invitation={room}>
        <Button wide data-test="enter" onClick={onEnter}>
          {t("ready.enter")}
        </Button>
      </InviteOptions>
      <GuestLinksButton room={room} />
      <LeaveSomething link={room.hostLink} />
      <WayBackIn room={room} services={services} />
      {services.remembered && <a href={services.startAddress()}>{t("ready.another")}</a>}
    </PageLayout>
  );
}
