// To invite somebody while one is in the call: beside one's own tile while nobody else is here, and as
// a dialog at any time.
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { InviteDialog } from "../invite/dialog.tsx";
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
    <InviteDialog invitation={{ guestLink: link, when: model.appointment.value }} onClose={onClose}>
      {whatHappens(model).join(" ")}
    </InviteDialog>
  );
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
    ...(model.peers.value.length + 1 >= seats ? [t("invite.full", { seats })] : []),
  ];
}
