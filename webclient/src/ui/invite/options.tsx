// All ways to pass an invitation on. Nothing is sent from here: each way hands a text to another
// program of the person's, or shows it.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { LinkField } from "../parts/linkfield.tsx";
import { calendarFile } from "../text/calendar.ts";
import { downloadText } from "../text/download.ts";
import { type Invitation, isAhead, wholeText } from "../text/invitation.ts";
import { type Failure, MailLink, ShareButton, TextInstead } from "./handover.tsx";
import { QrDialog } from "./qrcode.tsx";
import { WordsDialog } from "./spokenwords.tsx";
import "./options.css";

interface Props {
  invitation: Invitation;
  /** What comes second, after the whole invitation. */
  children?: ComponentChildren;
}

export function InviteOptions({ invitation, children }: Props) {
  const failure = useSignal<Failure | undefined>(undefined);
  const shown = useSignal<"qr" | "words" | undefined>(undefined);
  const show = (which: "qr" | "words" | undefined) => () => {
    shown.value = which;
  };
  const tellFailure = (what: Failure | undefined) => {
    failure.value = what;
  };
  return (
    <div class="stack">
      <div class="invite-copy">
        <CopyButton
          kind="primary"
          text={wholeText(invitation)}
          label={t("invite.copy")}
          test="copy-invitation"
        />
        <p class="quiet">{t(invitation.when ? "invite.copy.hint" : "invite.copy.hint.undated")}</p>
      </div>
      {children}
      <LinkField
        label={t("invite.link")}
        link={invitation.guestLink}
        test="guest-link"
        copyLabel={t("invite.copy-link")}
        copyTest="copy-link"
      />
      <div class="invite-ways">
        <ShareButton invitation={invitation} onFailure={tellFailure} />
        <MailLink invitation={invitation} onFailure={tellFailure} />
        <CalendarButton invitation={invitation} />
        <Button icon="qr" data-test="qr-code" aria-haspopup="dialog" onClick={show("qr")}>
          {t("invite.qr")}
        </Button>
        <Button icon="sound" data-test="read-out" aria-haspopup="dialog" onClick={show("words")}>
          {t("invite.words")}
        </Button>
      </div>
      {failure.value && <TextInstead invitation={invitation} failure={failure.value} />}
      {shown.value === "qr" && <QrDialog link={invitation.guestLink} onClose={show(undefined)} />}
      {shown.value === "words" && (
        <WordsDialog link={invitation.guestLink} onClose={show(undefined)} />
      )}
    </div>
  );
}

function CalendarButton({ invitation: { guestLink, when } }: Pick<Props, "invitation">) {
  if (!isAhead(when)) return null;
  const save = async () =>
    downloadText("einmal.ics", "text/calendar", await calendarFile({ guestLink, when }));
  return (
    <Button icon="calendar" data-test="calendar-file" onClick={save}>
      {t("invite.calendar")}
    </Button>
  );
}
