// People who knock. A card never takes the focus from what the host is doing; F6 leads to it.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, Knock } from "../../call/model.ts";
import { isAlike } from "../../call/names.ts";
import type { HostRoom } from "../../page/services.ts";
import { t } from "../i18n/index.ts";
import { mailbox } from "../late.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { stopRinging } from "./attention.ts";
import { NoteForm } from "./noteform.tsx";
import { useSettled } from "./settled.ts";
import "./knocks.css";

interface Props {
  model: CallModel;
  name: string;
  /** Whoever has it can tell for whom a guest's own link was. */
  room: HostRoom | undefined;
}

export function Knocks({ model, name, room }: Props) {
  const knocks = model.knocks.value;
  if (model.role !== "host" || knocks.length === 0) return null;
  const full = model.everybody.value.length + 1 >= model.seats.value;
  const taken = [name, ...model.everybody.value.map((peer) => peer.name)];
  return (
    <section class="knocks" data-region tabIndex={-1} aria-label={t("knock.region")}>
      {knocks.map((knock) => (
        <KnockCard
          key={knock.sid}
          knock={knock}
          model={model}
          full={full}
          room={room}
          alike={taken.some((one) => isAlike(one, knock.name))}
        />
      ))}
    </section>
  );
}

/** In characters: that of a link for one person; others are longer. */
const personalLength = 43;

/** For whom the link was. What tells it is loaded only then. */
function PersonalLink(props: { knock: Knock; model: CallModel; room: HostRoom }) {
  useEffect(() => void mailbox.load(), []);
  const loaded = mailbox.module.value;
  return loaded ? <loaded.PersonalLine {...props} /> : null;
}

interface CardProps {
  knock: Knock;
  model: CallModel;
  full: boolean;
  room: HostRoom | undefined;
  /** Somebody in the call has the same name, or one that looks the same. */
  alike: boolean;
}

function KnockCard({ knock, model, full, alike, room }: CardProps) {
  const writing = useSignal(false);
  const card = useRef<HTMLElement>(null);
  const settle = useSettled(card);
  return (
    <article
      ref={card}
      class="knock"
      data-test="knock-card"
      data-sid={knock.sid}
      tabIndex={-1}
      onClickCapture={settle}
    >
      <p class="knock-name">
        {t("knock.waiting", { name: knock.name })}{" "}
        <span class="knock-unchecked">({t("knock.unchecked")})</span>
      </p>
      {room && knock.ticket?.length === personalLength && (
        <PersonalLink knock={knock} model={model} room={room} />
      )}
      {knock.phone && <p data-test="knock-phone">{t("knock.phone")}</p>}
      {alike && <p>{t("knock.alike")}</p>}
      {model.recorder.value !== undefined && (
        <p data-test="knock-recorded">{t("together.recorded")}</p>
      )}
      {full && <p class="quiet">{t("knock.full")}</p>}
      <div class="knock-actions">
        <Button
          kind="primary"
          data-test="admit"
          aria-disabled={full}
          onClick={() => {
            if (!full) model.admit(knock.sid);
          }}
        >
          {t("knock.admit")}
        </Button>
        <Button
          data-test="note"
          aria-expanded={writing.value}
          onClick={() => {
            writing.value = !writing.value;
          }}
        >
          {t("knock.note")}
        </Button>
        <Button data-test="deny" onClick={() => model.deny(knock.sid)}>
          {t("knock.deny")}
        </Button>
      </div>
      {writing.value && (
        <NoteForm
          name={knock.name}
          canSend={model.serverHere.value}
          onSend={(text) => {
            model.sendNote(knock.sid, text);
            stopRinging();
            writing.value = false;
            card.current?.querySelector<HTMLElement>("[data-test=note]")?.focus();
            announce(t("knock.note.sent", { name: knock.name }));
          }}
        />
      )}
    </article>
  );
}
