// What people see when they open a link. Nothing has happened yet, and nothing happens until they
// continue.
import { useSignal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallKind } from "../../crypto/link.ts";
import type { About } from "../../page/about.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import { countryName, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { PageLayout } from "../parts/page.tsx";
import "./landing.css";

const deviceIcons: Record<CallKind, IconName> = {
  video: "video-off",
  audio: "mic-off",
  chat: "chat",
};

interface Props {
  kind: CallKind;
  about: ReadonlySignal<About | undefined>;
  /** The next screen may take a while to come. */
  onContinue: () => unknown;
}

export function GuestLanding({ kind, about, onContinue }: Props) {
  const busy = useSignal(false);
  const goOn = () => {
    if (busy.value) return;
    busy.value = true;
    onContinue();
  };
  return (
    <PageLayout title={t(`landing.title.${kind}`)} lead={t("landing.lead")}>
      <section class="promises" aria-label={t("landing.now")}>
        <ul>
          <Promised icon={deviceIcons[kind]}>{t(`landing.now.${kind}`)}</Promised>
          <Promised icon="eye-off">{t("landing.now.knock")}</Promised>
          <Promised icon="lock">{t("landing.now.address")}</Promised>
        </ul>
      </section>
      <Button kind="primary" wide data-test="continue" aria-disabled={busy.value} onClick={goOn}>
        {t(busy.value ? "prejoin.joining" : "landing.continue")}
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
