// All ways to pass an invitation on. Nothing is sent from here: each way hands a text to another
// program of the person's.
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { Icon } from "../parts/icon.tsx";
import { LinkField } from "../parts/linkfield.tsx";
import { calendarFile } from "../text/calendar.ts";
import { downloadText } from "../text/download.ts";
import { type Invitation, mailDraft, wholeText } from "../text/invitation.ts";
import "./options.css";

interface Props {
  invitation: Invitation;
  /** Given where a date can still be chosen: called when somebody wants a calendar file of none. */
  onDateNeeded?: () => void;
  /** What comes second, after the whole invitation. */
  children?: ComponentChildren;
}

export function InviteOptions({ invitation, onDateNeeded, children }: Props) {
  const { guestLink, when } = invitation;
  return (
    <div class="stack">
      <div class="invite-copy">
        <CopyButton
          kind="primary"
          text={wholeText(invitation)}
          label={t("invite.copy")}
          test="copy-invitation"
        />
        <p class="quiet">{t(when ? "invite.copy.hint" : "invite.copy.hint.undated")}</p>
      </div>
      {children}
      <LinkField
        label={t("invite.link")}
        link={guestLink}
        test="guest-link"
        copyLabel={t("invite.copy-link")}
        copyTest="copy-link"
      />
      <div class="invite-ways">
        <a class="button button-plain" data-test="mail-draft" href={mailDraft(invitation)}>
          <Icon name="mail" />
          <span>{t("invite.mail")}</span>
        </a>
        <CalendarButton invitation={invitation} onDateNeeded={onDateNeeded} />
      </div>
    </div>
  );
}

function CalendarButton({
  invitation: { guestLink, when },
  onDateNeeded,
}: {
  invitation: Invitation;
  onDateNeeded: (() => void) | undefined;
}) {
  if (when === undefined && onDateNeeded === undefined) return null;
  const save = () => {
    if (when === undefined) onDateNeeded?.();
    else
      void calendarFile({ guestLink, when }).then((file) =>
        downloadText("einmal.ics", "text/calendar", file),
      );
  };
  return (
    <Button icon="calendar" data-test="calendar-file" onClick={save}>
      {t("invite.calendar")}
    </Button>
  );
}
