// To invite somebody while one is in the call: beside one's own tile while nobody else is here, and as
// a dialog at any time.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { fetchAbout } from "../../page/about.ts";
import { loadModule, surely } from "../../page/chunk.ts";
import { t } from "../i18n/index.ts";
import { InviteDialog } from "../invite/dialog.tsx";
import type { PhoneInvite } from "../invite/phoneinvite.tsx";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { LinkField } from "../parts/linkfield.tsx";
import { wholeText } from "../text/invitation.ts";

interface Props {
  model: CallModel;
  link: string;
}

export function InviteWhileAlone({ model, link, onMore }: Props & { onMore: () => void }) {
  return (
    <section class="invite">
      <h2>{t("invite.title")}</h2>
      <p class="quiet">{t("invite.lead")}</p>
      <div class="row">
        <CopyButton
          kind={model.knocks.value.length === 0 ? "primary" : "plain"}
          text={wholeText({ guestLink: link, when: model.appointment.value })}
          label={t("invite.copy")}
          test="copy-invitation"
        />
        <Button data-test="more-ways" onClick={onMore}>
          {t("invite.more")}
        </Button>
      </div>
      <LinkField
        label={t("invite.link")}
        link={link}
        test="guest-link"
        copyLabel={t("invite.copy-link")}
        copyTest="copy-link"
      />
    </section>
  );
}

export function CallInviteDialog({ model, link, onClose }: Props & { onClose: () => void }) {
  return (
    <InviteDialog
      invitation={{ guestLink: link, when: model.appointment.value }}
      onClose={onClose}
      more={<ByPhone model={model} link={link} />}
    >
      {whatHappens(model).join(" ")}
    </InviteDialog>
  );
}

/** Where the server has a telephone gateway, the host makes PINs for it. */
function ByPhone({ model, link }: Props) {
  const asks = model.role === "host" && model.kind !== "chat";
  const Made = useSignal<typeof PhoneInvite | undefined>(undefined);
  useEffect(() => {
    if (!asks) return;
    void fetchAbout().then(async ({ phone }) => {
      if (!phone) return;
      const load = () => import("../invite/phoneinvite.tsx");
      Made.value = (await surely(() => loadModule("ui/invite/phoneinvite", load))).PhoneInvite;
    });
  }, [asks]);
  return Made.value ? <Made.value link={link} /> : null;
}

/** What becomes of those who follow the link now. */
function whatHappens(model: CallModel): readonly string[] {
  const seats = model.seats.value;
  const isHost = model.role === "host";
  const host = model.hostName.value ?? "";
  return [
    isHost ? t("invite.host") : t("invite.guest", { host }),
    ...(model.serverHere.value ? [] : [t("invite.server-away")]),
    ...(isHost || model.hostAway.value === undefined ? [] : [t("invite.host-away", { host })]),
    ...(isHost && model.locked.value ? [t("invite.locked")] : []),
    ...(model.everybody.value.length + 1 >= seats ? [t("invite.full", { seats })] : []),
  ];
}
