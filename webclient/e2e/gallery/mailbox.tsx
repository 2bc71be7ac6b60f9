// What is left for a guest who is not there, links for one person each, and PINs for a telephone.
import { useSignal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { GuestLinks } from "../../src/page/guestlinks.ts";
import type { PhonePin } from "../../src/page/phonepin.ts";
import { GuestsDialog } from "../../src/ui/guests/guestsdialog.tsx";
import { InviteDialog } from "../../src/ui/invite/dialog.tsx";
import { PhoneView } from "../../src/ui/invite/phoneinvite.tsx";
import { BoxView } from "../../src/ui/mailbox/boxcard.tsx";
import { type LeaveState, LeaveView } from "../../src/ui/mailbox/leavedialog.tsx";
import { LeaveFormView } from "../../src/ui/mailbox/leaveform.tsx";
import { PageLayout } from "../../src/ui/parts/page.tsx";
import { link, room } from "./values.ts";

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

const fields = { name: null, note: null, chosen: null };
const form = { fields, onSubmit: (event: Event) => event.preventDefault(), onStop: nothing };
function left(now: LeaveState, inside: ComponentChild = <LeaveFormView {...form} />) {
  return (
    <LeaveView
      now={now}
      busy={false}
      form={inside}
      onBack={nothing}
      onAgain={nothing}
      onClose={nothing}
    />
  );
}
const leave = (inside: ComponentChild) => left({ at: "empty" }, inside);

/** Three links, one of which holds no longer. */
function WithLinks() {
  const isReady = useSignal(false);
  useEffect(() => {
    void (async () => {
      localStorage.clear();
      const links = await GuestLinks.openFor(room.hostLink, room.expires);
      for (const name of ["Anna Berg", "Dr. Maximiliane von Hohenstein-Ehrenfels", "Ben Ott"])
        await links.addLink(name);
      await links.revoke(3);
      isReady.value = true;
    })();
  }, [isReady]);
  return isReady.value ? <GuestsDialog room={room} onClose={nothing} /> : null;
}

const until = new Date(2026, 2, 6, 2, 5).getTime();
const pin: PhonePin = { id: "x", number: "+49 30 901820-4711", pin: "402817", until };
const invitation = { guestLink: link, when: undefined };
const byPhone = (values: Partial<Parameters<typeof PhoneView>[0]>) => (
  <InviteDialog
    invitation={invitation}
    more={<PhoneView onMake={nothing} onEnd={nothing} {...values} />}
    onClose={nothing}
  />
);

export const mailboxStates: Record<string, () => ComponentChild> = {
  "box-card": () => card({}),
  "box-card-coming": () => card({ busy: "take", percent: 42 }),
  "box-card-open": () => card({ opened }),
  "box-card-unerased": () => card({ opened, problem: { code: "box-lost", doing: "erase" } }),
  "box-card-lost": () => card({ head: undefined, problem: { code: "box-lost", doing: "look" } }),
  "leave-form": () => leave(<LeaveFormView {...form} />),
  "leave-form-missing": () => leave(<LeaveFormView {...form} missing="leave.nothing" />),
  "leave-form-busy": () => leave(<LeaveFormView {...form} percent={42} />),
  "leave-form-full": () => leave(<LeaveFormView {...form} problem="mailbox-full" />),
  "leave-form-lost": () => leave(<LeaveFormView {...form} problem="box-lost" />),
  "leave-looking": () => left({ at: "looking" }),
  "leave-there": () => left({ at: "there", head, isNew: true }),
  "leave-erased": () => left({ at: "erased" }),
  "leave-lost": () => left({ at: "problem", code: "box-lost", doing: "look" }),
  "leave-unerased": () => left({ at: "problem", code: "box-lost", doing: "erase" }),
  "leave-damaged": () => left({ at: "problem", code: "damaged", doing: "look" }),
  "box-card-erased": () => card({ opened, erased: true }),
  "box-card-damaged": () => card({ problem: { code: "damaged", doing: "take" } }),
  "guest-links": () => <GuestsDialog room={room} onClose={nothing} />,
  "guest-links-list": () => <WithLinks />,
  "guest-links-missing": () => <GuestsDialog room={room} onClose={nothing} />,
  "phone-make": () => byPhone({}),
  "phone-making": () => byPhone({ busy: true }),
  "phone-failed": () => byPhone({ failed: "phone.failed" }),
  "phone-pin": () => byPhone({ pin }),
  "phone-pin-kept": () => byPhone({ pin, failed: "phone.end-failed" }),
};

export const mailboxPresses: Record<string, readonly string[]> = {
  "guest-links-missing": ["make-guest-link"],
  "leave-form-missing": ["box-leave"],
  "leave-form-busy": ["box-cancel"],
  "leave-form-full": ["box-leave"],
  "leave-form-lost": ["box-leave"],
  "phone-make": ["phone-make"],
  "phone-making": ["phone-make"],
  "phone-failed": ["phone-make"],
  "phone-pin": ["phone-end"],
  "phone-pin-kept": ["phone-end"],
};

/** What is there after a while. */
export const mailboxAwaits: Record<string, string> = {
  "guest-links-list": "guest-item",
};
