// Host: who is to go into which group, before anybody goes: by hand, or dealt out.
import { useSignal } from "@preact/signals";
import {
  type GroupsModel,
  groupLimits,
  type InGroup,
  type Place,
  type Room,
} from "../../../call/together/groups/model.ts";
import { dealtOut } from "../../../call/together/groups/places.ts";
import { t } from "../../i18n/index.ts";
import { announce } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { FormField } from "../../parts/field.tsx";
import { TextField } from "../panel.tsx";
import { PlaceChoice } from "./placechoice.tsx";

/** Two people in a group are enough, and one is. */
const counts = [1, 2, 3] as const;

export function GroupsDraft({ part }: { part: GroupsModel }) {
  const others = part.rooms.value.flatMap(({ people }) => people).filter(({ own }) => !own);
  const count = useSignal(2);
  const names = useSignal<readonly string[]>([]);
  const places = useSignal<ReadonlyMap<string, number>>(new Map());
  if (others.length === 0) return <p>{t("groups.few")}</p>;
  const nameOf = (place: number) => names.value[place] || t("groups.name", { number: place + 1 });
  const placeOf = ({ sid }: InGroup): Place => {
    const place = places.value.get(sid);
    return place !== undefined && place < count.value ? place : undefined;
  };
  const rooms: readonly Room[] = [undefined, ...counts.map((_, n) => n).slice(0, count.value)].map(
    (place) => ({ place, name: place === undefined ? "" : nameOf(place), people: [] }),
  );
  const deal = () => {
    const dealt = dealtOut(
      others.map(({ sid }) => sid),
      count.value,
    );
    places.value = new Map(dealt.flatMap((sids, n) => sids.map((sid) => [sid, n] as const)));
    announce(t("groups.dealt"));
  };
  const open = () =>
    part.arrange(
      rooms.slice(1).map(({ name, place }) => ({
        name,
        sids: others.filter((one) => placeOf(one) === place).map(({ sid }) => sid),
      })),
    );
  return (
    <>
      <p class="quiet">{t("groups.lead")}</p>
      <FormField label={t("groups.count")}>
        {(control) => (
          <select
            {...control}
            class="input"
            data-test="groups-count"
            value={count.value}
            onChange={({ currentTarget }) => {
              count.value = Number(currentTarget.value);
            }}
          >
            {counts.map((number) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        )}
      </FormField>
      {rooms.slice(1).map(({ place = 0 }) => (
        <TextField
          key={place}
          label={t("groups.name.field", { number: place + 1 })}
          test={`groups-name-${place}`}
          longest={groupLimits.name}
          value={nameOf(place)}
          onInput={(typed) => {
            const next = [...counts.map((_, n) => names.value[n] ?? "")];
            next[place] = typed;
            names.value = next;
          }}
        />
      ))}
      <div class="row">
        <Button data-test="groups-deal" onClick={deal}>
          {t("groups.deal")}
        </Button>
      </div>
      {others.map((one) => (
        <PlaceChoice
          key={one.sid}
          label={t("groups.goes", { name: one.name || "?" })}
          sid={one.sid}
          rooms={rooms}
          place={placeOf(one)}
          onChoose={(place) => {
            const next = new Map(places.value);
            if (place === undefined) next.delete(one.sid);
            else next.set(one.sid, place);
            places.value = next;
          }}
        />
      ))}
      {others.every((one) => placeOf(one) === undefined) && (
        <p class="quiet">{t("groups.nobody.yet")}</p>
      )}
      <div class="row">
        <Button
          kind="primary"
          data-test="groups-open"
          disabled={others.every((one) => placeOf(one) === undefined)}
          onClick={open}
        >
          {t("groups.open")}
        </Button>
      </div>
    </>
  );
}
