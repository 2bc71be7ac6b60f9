// The invitation as a text to be sent: by the clipboard, by the share sheet, or as a mail draft. It
// is put together here; the person's own programs send it.
import { serverOrigin } from "../../page/serverorigin.ts";
import { longDate, t } from "../i18n/index.ts";

export interface Invitation {
  readonly guestLink: string;
  readonly when: Date | undefined;
  /** For the host's own calendar alone: nothing that is sent has it in it. */
  readonly topic?: string;
}

export interface InvitationText {
  readonly subject: string;
  readonly body: string;
}

/** Whether the call has a date, and it is not past. */
export function isAhead(when: Date | undefined, now = Date.now()): when is Date {
  return when !== undefined && when.getTime() > now;
}

export function invitationText({ guestLink, when }: Invitation, now?: number): InvitationText {
  const subject = when ? t("mail.subject.at", { when: longDate(when) }) : t("mail.subject");
  const open = isAhead(when, now) ? t("mail.open.at", { when: longDate(when) }) : t("mail.open");
  const server = t("mail.private", {
    server: serverOrigin().host,
    privacy: `${serverOrigin().origin}/privacy`,
  });
  return {
    subject,
    body: `${open}\n\n${guestLink}\n\n${t("mail.works")} ${server}\n\n${t("mail.cut", { server: serverOrigin().host })}\n`,
  };
}

/** All of it, for where there is no line for a subject. */
export function wholeText(invitation: Invitation): string {
  const { subject, body } = invitationText(invitation);
  return `${subject}\n\n${body}`;
}

/** A mailto: address (RFC 6068) without a recipient; line breaks are %0D%0A as it asks. */
export function mailDraft(invitation: Invitation): string {
  const { subject, body } = invitationText(invitation);
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
}
