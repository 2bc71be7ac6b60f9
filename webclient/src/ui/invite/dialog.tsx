// The ways to pass an invitation on, over whatever is on the screen.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Dialog } from "../parts/dialog.tsx";
import type { Invitation } from "../text/invitation.ts";
import { InviteOptions } from "./options.tsx";

interface Props {
  invitation: Invitation;
  onClose: () => void;
  /** What happens to those who follow the link; by default what a host reads. */
  children?: ComponentChildren;
  /** Another way, below the others. */
  more?: ComponentChildren;
}

export function InviteDialog({ invitation, onClose, children, more }: Props) {
  const id = useId();
  return (
    <Dialog title={t("invite.dialog")} about={id} onClose={onClose}>
      <p id={id}>{children ?? t("invite.host")}</p>
      <InviteOptions invitation={invitation} />
      {more}
    </Dialog>
  );
}
