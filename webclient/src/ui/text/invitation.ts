// The invitation as a mail draft. It is put together here; the person's own mail program sends it.
import { serverOrigin } from "../../page/serverorigin.ts";
import { longDate, t } from "../i18n/index.ts";

interface Invitation {
  readonly guestLink: string;
  readonly when: Date | undefined;
}

export function mailText({ guestLink, when }: Invitation): { subject: string; body: string } {
  const subject = when ? t("mail.subject.at", { when: longDate(when) }) : t("mail.subject");
  const open = when ? t("mail.open.at", { when: longDate(when) }) : t("mail.open");
  const server = t("mail.private", {
    server: serverOrigin().host,
    privacy: `${serverOrigin().origin}/privacy`,
  });
  return {
    subject,
    body: `${open}\n\n${guestLink}\n\n${t("mail.works")} ${server}\n\n${t("mail.cut")}\n`,
  };
}

/** A mailto: address (RFC 6068) without a recipient; line breaks are %0D%0A as it asks. */
export function mailDraft(invitation: Invitation): string {
  const { subject, body } = mailText(invitation);
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
}
