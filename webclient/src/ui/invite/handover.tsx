// The invitation is handed to another program: the mail program or the system's share sheet. Neither
// says for sure what became of it, so there is always the text itself.
import { useEffect, useRef } from "preact/hooks";
import { type Key, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { CopyButton } from "../parts/copy.tsx";
import { FormField } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { type Invitation, invitationText, mailDraft, wholeText } from "../text/invitation.ts";

/** A mail program has come to the front by then, or there is none. */
const mailProgramMs = 1_500;

/** What the person may be missing: "share-cancelled" is their own doing. */
export type Failure = "mail-unseen" | "share-cancelled" | "share-refused";

interface Props {
  invitation: Invitation;
  onFailure: (failure: Failure | undefined) => void;
}

export function MailLink({ invitation, onFailure }: Props) {
  // No browser tells whether a program has taken the draft. If the page still has the person's eye
  // after a moment, probably none has.
  const watch = () => {
    onFailure(undefined);
    setTimeout(() => {
      if (document.hasFocus()) onFailure("mail-unseen");
    }, mailProgramMs);
  };
  return (
    <a
      class="button button-plain"
      data-test="mail-draft"
      href={mailDraft(invitation)}
      // A mail program that is a website would take the place of the page, and be asked whether it may.
      target="_blank"
      rel="noreferrer"
      onClick={watch}
    >
      <Icon name="mail" />
      <span>{t("invite.mail")}</span>
    </a>
  );
}

export function ShareButton({ invitation, onFailure }: Props) {
  if (navigator.share === undefined) return null;
  const share = async () => {
    onFailure(undefined);
    const { subject, body } = invitationText(invitation);
    try {
      await navigator.share({ title: subject, text: body });
    } catch (error) {
      const isOwnDoing = error instanceof DOMException && error.name === "AbortError";
      onFailure(isOwnDoing ? "share-cancelled" : "share-refused");
    }
  };
  return (
    <Button icon="share" data-test="share-invitation" onClick={share}>
      {t("invite.share")}
    </Button>
  );
}

const sentences: Readonly<Record<Failure, Key>> = {
  "mail-unseen": "invite.mail.unseen",
  "share-cancelled": "invite.share.cancelled",
  "share-refused": "invite.share.refused",
};

export function TextInstead({ invitation, failure }: { invitation: Invitation; failure: Failure }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={box} class="stack">
      <p role="status" data-test="not-handed-over" data-code={failure}>
        {t(sentences[failure])}
      </p>
      {failure !== "share-cancelled" && (
        <>
          <FormField label={t("invite.text")}>
            {(control) => (
              <textarea
                {...control}
                ref={field}
                class="input"
                data-test="invitation-text"
                rows={5}
                readOnly
                value={wholeText(invitation)}
              />
            )}
          </FormField>
          <div>
            <CopyButton
              text={wholeText(invitation)}
              label={t("invite.text.copy")}
              test="copy-text"
              field={field}
            />
          </div>
        </>
      )}
    </div>
  );
}
