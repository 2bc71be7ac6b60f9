// What people see when they open a link. Nothing has happened yet, and nothing happens until they
// continue.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallKind } from "../../crypto/link.ts";
import type { About } from "../../page/about.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import type { HostRoom } from "../../page/services.ts";
import { countryName, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { PageLayout } from "../parts/page.tsx";
import { Appointment } from "./appointment.tsx";
import type { MoveServices } from "./movedialog.tsx";
import "./landing.css";

const deviceIcons: Record<CallKind, IconName> = {
  video: "video-off",
  audio: "mic-off",
  chat: "chat",
};

interface Props {
  kind: CallKind;
  about: ReadonlySignal<About | undefined>;
  onContinue: () => void;
}

export function GuestLanding({ kind, about, onContinue }: Props) {
  return (
    <PageLayout title={t(`landing.title.${kind}`)} lead={t("landing.lead")}>
      <section class="promises" aria-label={t("landing.now")}>
        <ul>
          <Promised icon={deviceIcons[kind]}>{t(`landing.now.${kind}`)}</Promised>
          <Promised icon="eye-off">{t("landing.now.knock")}</Promised>
          <Promised icon="lock">{t("landing.now.address")}</Promised>
        </ul>
      </section>
      <Button kind="primary" wide data-test="continue" onClick={onContinue}>
        {t("landing.continue")}
      </Button>
      <ServerFacts about={about.value} />
    </PageLayout>
  );
}

/** Below the button, which must not move when the answer comes. */
function ServerFacts({ about }: { about: About | undefined }) {
  const { operator } = about ?? {};
  return (
    <p class="quiet" data-test="server-facts">
      {t("landing.server", { server: serverOrigin().host })}
      {operator &&
        ` ${t("landing.server.operator", {
          name: operator.name,
          country: countryName(operator.country),
        })}`}
    </p>
  );
}

function Promised({ icon, children }: { icon: IconName; children: string }) {
  return (
    <li class="promise">
      <Icon name={icon} />
      <p>{children}</p>
    </li>
  );
}

interface HostProps {
  /** As far as this browser knows it. */
  room: HostRoom | undefined;
  services: MoveServices;
  onEnter: () => void;
}

/** For the host link, opened on another device or in a new tab. */
export function HostLanding({ room, services, onEnter }: HostProps) {
  return (
    <PageLayout title={t("host.title")} lead={t("host.lead")}>
      {room && <Appointment room={room} services={services} />}
      <Button kind="primary" wide data-test="enter" onClick={onEnter}>
        {t("ready.enter")}
      </Button>
    </PageLayout>
  );
}
