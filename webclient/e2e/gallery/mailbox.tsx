// What is left for a guest who is not there, and links for one person each.
import type { ComponentChild } from "preact";
import { GuestsDialog } from "../../src/ui/guests/guestsdialog.tsx";
import { BoxView } from "../../src/ui/mailbox/boxcard.tsx";
import { LeaveForm } from "../../src/ui/mailbox/leaveform.tsx";
import { mailboxText } from "../../src/ui/mailbox/words.ts";
import { Dialog } from "../../src/ui/parts/dialog.tsx";
import { PageLayout } from "../../src/ui/parts/page.tsx";
import { room } from "./values.ts";

const nothing = () => {};
const head = { from: "Ms Weber", file: "Vertrag Praxisräume 2026.pdf", size: 2_100_000, note: 60 };
const text = "Bitte vorher lesen, besonders Seite 3.\nhttps://example.com/agenda";
const opened = { ...head, text, content: new Blob(["x"]) };

function card(more: Partial<Parameters<typeof BoxView>[0]>) {
  return (
    <PageLayout title="Lobby">
      <BoxView
        head={head}
        onLook={nothing}
        onTake={nothing}
        onErase={nothing}
        onHide={nothing}
        {...more}
      />
    </PageLayout>
  );
}

export const mailboxStates: Record<string, () => ComponentChild> = {
  "box-card": () => card({}),
  "box-card-coming": () => card({ busy: "take", percent: 42 }),
  "box-card-open": () => card({ opened }),
  "box-card-unerased": () => card({ opened, problem: { code: "box-lost", doing: "erase" } }),
  "box-card-lost": () => card({ head: undefined, problem: { code: "box-lost", doing: "look" } }),
  "leave-form": () => (
    <Dialog title={mailboxText("leave.title")} about="about" onClose={nothing}>
      <div class="stack">
        <p id="about">{mailboxText("leave.lead")}</p>
        <LeaveForm link={room.hostLink} stop={new AbortController().signal} onLeft={nothing} />
      </div>
    </Dialog>
  ),
  "guest-links": () => <GuestsDialog room={room} onClose={nothing} />,
};
