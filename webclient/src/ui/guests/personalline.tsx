// On the card of somebody who knocks: for whom their link was made, and whether it is the device
// that came with it first.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CallModel, Knock } from "../../call/model.ts";
import { GuestLinks, type Verdict } from "../../page/guestlinks.ts";
import type { HostRoom } from "../../page/services.ts";
import { announce } from "../parts/announcer.tsx";
import { guestsText } from "./words.ts";

interface Props {
  knock: Knock;
  model: CallModel;
  room: HostRoom;
}

export function PersonalLine({ knock, model, room }: Props) {
  const verdict = useSignal<Verdict | "problem" | undefined>(undefined);
  const { sid, ticket = "" } = knock;
  const { hostLink, expires } = room;
  useEffect(() => {
    GuestLinks.openFor(hostLink, expires)
      .then((links) => links.judgeTicket(ticket))
      .then(
        (judged) => {
          verdict.value = judged;
          if (judged?.is !== "revoked") return;
          model.deny(sid);
          announce(guestsText("knock.revoked", { name: judged.name }));
        },
        () => {
          verdict.value = "problem";
        },
      );
  }, [hostLink, expires, ticket, sid, model, verdict]);
  const now = verdict.value;
  if (now === undefined) return null;
  const is = now === "problem" ? now : now.is;
  const name = now === "problem" ? "" : now.name;
  return (
    <p data-test="personal" data-code={is}>
      {guestsText(`knock.${is}`, { name })}
    </p>
  );
}
