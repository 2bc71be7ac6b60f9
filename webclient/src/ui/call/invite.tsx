// While the host is alone: the guest link again.
import { t } from "../i18n/index.ts";
import { LinkField } from "../parts/linkfield.tsx";

export function Invite({ link }: { link: string }) {
  return (
    <section class="invite">
      <h2>{t("invite.title")}</h2>
      <p class="quiet">{t("invite.lead")}</p>
      <LinkField
        label={t("invite.link")}
        link={link}
        test="guest-link"
        copyLabel={t("invite.copy-link")}
        copyTest="copy-link"
        copyKind="primary"
      />
    </section>
  );
}
