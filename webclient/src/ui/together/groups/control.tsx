// Host: who is where while there are groups; to move people, go there oneself, say something to all
// and call them back.
import { useSignal } from "@preact/signals";
import {
  type GroupsModel,
  groupLimits,
  type InGroup,
  type Room,
} from "../../../call/together/groups/model.ts";
import { t } from "../../i18n/index.ts";
import { announce } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../panel.tsx";
import { PlaceChoice } from "./placechoice.tsx";
import { roomName } from "./roomwords.ts";
import { CallBackWords } from "./view.tsx";

/** Seconds that one can choose; 0 is at once. */
const waits = [60, 30, 0] as const;

export function OpenGroups({ part }: { part: GroupsModel }) {
  return (
    <>
      <p class="quiet">{t("groups.lead.open")}</p>
      <CallBack part={part} />
      <TellAll part={part} />
      <ul class="part-list">
        {part.rooms.value.map((room) => (
          <RoomCard key={room.place ?? ""} room={room} part={part} />
        ))}
      </ul>
    </>
  );
}

function CallBack({ part }: { part: GroupsModel }) {
  if (part.backAt.value !== undefined)
    return (
      <div class="row groups-row">
        <CallBackWords part={part} />
        <Button data-test="groups-keep" onClick={() => part.keepOpen()}>
          {t("groups.keep")}
        </Button>
        <Button data-test="groups-back-0" onClick={() => part.callBack(0)}>
          {t("groups.call.now")}
        </Button>
      </div>
    );
  return (
    <fieldset class="part-save">
      <legend>{t("groups.call")}</legend>
      {waits.map((seconds) => (
        <Button
          key={seconds}
          data-test={`groups-back-${seconds}`}
          onClick={() => part.callBack(seconds)}
        >
          {seconds === 0 ? t("groups.call.now") : t("groups.call.in", { seconds })}
        </Button>
      ))}
    </fieldset>
  );
}

function TellAll({ part }: { part: GroupsModel }) {
  const text = useSignal("");
  const tellAll = (event: Event) => {
    event.preventDefault();
    if (text.value.trim() === "") return;
    if (!part.tellAll(text.value)) return; // what is written stays
    announce(t("groups.tell.done"));
    text.value = "";
  };
  return (
    <form class="groups-tell" onSubmit={tellAll}>
      <TextField
        label={t("groups.tell")}
        test="groups-tell"
        longest={groupLimits.text}
        value={text.value}
        onInput={(typed) => {
          text.value = typed;
        }}
      />
      <Button type="submit" data-test="groups-tell-send">
        {t("groups.tell.send")}
      </Button>
    </form>
  );
}

function RoomCard({ room, part }: { room: Room; part: GroupsModel }) {
  const isHere = room.people.some(({ own }) => own);
  return (
    <li class="part-card" data-test="group">
      <h3>{roomName(room)}</h3>
      {room.people.length === 0 && <p class="quiet">{t("groups.nobody")}</p>}
      {room.people.map((one) =>
        one.own ? (
          <p key={one.sid}>{t("groups.you")}</p>
        ) : (
          <Person key={one.sid} one={one} room={room} part={part} />
        ),
      )}
      {!isHere && (
        <div class="row">
          <Button data-test="groups-visit" onClick={() => part.move(part.sid, room.place)}>
            {t("groups.visit", { group: roomName(room) })}
          </Button>
        </div>
      )}
    </li>
  );
}

interface PersonProps {
  one: InGroup;
  room: Room;
  part: GroupsModel;
}

function Person({ one, room, part }: PersonProps) {
  return (
    <PlaceChoice
      label={t("groups.place", { name: one.name || "?" })}
      sid={one.sid}
      aside={(one.hand && t("groups.hand")) || (one.returned && t("groups.returned")) || undefined}
      rooms={part.rooms.value}
      place={room.place}
      onChoose={(place) => part.move(one.sid, place)}
    />
  );
}
