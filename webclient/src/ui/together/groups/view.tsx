// Groups: where one is, who is where, and for the host how people come there and back.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { GroupsPart } from "../../../call/together/groups/groups.ts";
import type { GroupsModel, Room } from "../../../call/together/groups/model.ts";
import * as de from "../../i18n/groups.de.ts";
import * as en from "../../i18n/groups.en.ts";
import { actionText, t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import type { PartProps } from "../entries.ts";
import { openPart, showPart } from "../openpart.ts";
import { addWords } from "../words.ts";
import { OpenGroups } from "./control.tsx";
import { GroupsDraft } from "./draft.tsx";
import { useGroupNews } from "./news.ts";
import { personWords, roomName, withWords } from "./roomwords.ts";
import "./groups.css";

addWords({ en: en.groups, de: de.groups });

export function Panel({ model, part }: PartProps<GroupsPart>) {
  const isHost = model.role === "host";
  if (isHost) return part.open.value ? <OpenGroups part={part} /> : <GroupsDraft part={part} />;
  return (
    <>
      <p class="quiet">{t(part.open.value ? "groups.lead.open" : "groups.lead.guest")}</p>
      {part.open.value && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the panel scrolls by keyboard, too.
        <ul class="part-list" tabIndex={0} aria-label={t("groups.title")}>
          {part.rooms.value.map((room) => (
            <li key={room.place ?? ""} class="part-card" data-test="group">
              <h3>{roomName(room)}</h3>
              <p>{room.people.map(personWords).join(", ") || t("groups.nobody")}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where one is, for as long as there are groups. */
export function Bar({ model, part }: PartProps<GroupsPart>) {
  const own = part.own.value;
  if (own === undefined) return null;
  const isHost = model.role === "host";
  const mayAsk = own.place !== undefined && !own.people.some(({ host }) => host);
  return (
    <section class="groups-bar" data-test="groups-bar" aria-label={t("groups.title")}>
      <p>
        <strong data-test="groups-place">{placeWords(own)}</strong> {companyWords(own)}{" "}
        <CallBackWords part={part} />
      </p>
      <div class="row">
        {mayAsk && <HelpButton model={model} />}
        {own.place !== undefined && (
          <Button data-test="groups-return" onClick={() => part.returnToMain()}>
            {t("groups.return")}
          </Button>
        )}
        {isHost && openPart.value !== "groups" && (
          <Button data-test="groups-manage" onClick={() => showPart(model, "groups")}>
            {t("groups.manage")}
          </Button>
        )}
      </div>
      {isHost && <AskedFor part={part} />}
    </section>
  );
}

/** What the host has said to all; what changes is read out. */
export function Notice({ model, part }: PartProps<GroupsPart>) {
  useGroupNews(part, model.role === "host");
  const told = part.told.value;
  if (told === undefined) return null;
  return (
    <div class="request" data-test="groups-told">
      <p>
        <strong>{t("groups.told", { name: told.name })}</strong> {told.text}
      </p>
      <div class="row">
        <Button kind="quiet" data-test="groups-told-dismiss" onClick={() => part.dismissTold()}>
          {actionText("action.dismiss")}
        </Button>
      </div>
    </div>
  );
}

function placeWords(own: Room): string {
  return own.place === undefined ? t("groups.at.main") : t("groups.at", { group: own.name });
}

function companyWords(own: Room): string {
  const others = own.people.filter((one) => !one.own);
  return others.length === 0 ? t("groups.alone") : withWords(others);
}

/** Whoever is in a group is heard by nobody else: a hand is for the host. */
function HelpButton({ model }: Pick<PartProps, "model">) {
  const { raised } = model.participation;
  return (
    <button
      type="button"
      class="button button-plain"
      data-test="groups-help"
      aria-pressed={raised.value}
      onClick={() => model.participation.raise(!raised.value)}
    >
      {t("groups.help")}
    </button>
  );
}

/** Host: who is elsewhere and has their hand up. */
function AskedFor({ part }: { part: GroupsModel }) {
  const own = part.own.value;
  const asking = part.rooms.value.flatMap((room) =>
    room.place === own?.place
      ? []
      : room.people.filter(({ hand }) => hand).map((one) => ({ room, one })),
  );
  return asking.map(({ room, one }) => (
    <p key={one.sid} class="groups-asked" data-test="groups-asked">
      {t("groups.asked", { name: one.name || "?", group: roomName(room) })}{" "}
      <Button data-test="groups-visit" onClick={() => part.move(part.sid, room.place)}>
        {t("groups.visit", { group: roomName(room) })}
      </Button>
    </p>
  ));
}

/** Counted down by each second; what is read out of it is in news.ts. */
export function CallBackWords({ part }: { part: Pick<GroupsModel, "backAt"> }) {
  const at = part.backAt.value;
  const now = useSignal(performance.now());
  useEffect(() => {
    if (at === undefined) return;
    now.value = performance.now();
    const timer = setInterval(() => {
      now.value = performance.now();
    }, 250);
    return () => clearInterval(timer);
  }, [at, now]);
  if (at === undefined) return null;
  const left = Math.max(0, Math.ceil((at - now.value) / 1_000));
  return (
    <span class="groups-back" data-test="groups-back">
      {t("groups.back", { seconds: left })}
    </span>
  );
}
