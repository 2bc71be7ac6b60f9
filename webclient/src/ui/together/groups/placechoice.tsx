// Where somebody is, which the host can change.
import type { Place, Room } from "../../../call/together/groups/model.ts";
import { FormField } from "../../parts/field.tsx";
import { roomName } from "./roomwords.ts";

interface Props {
  label: string;
  sid: string;
  /** Said after it. */
  aside?: string | undefined;
  rooms: readonly Room[];
  place: Place;
  onChoose(place: Place): void;
}

export function PlaceChoice({ label, sid, aside, rooms, place, onChoose }: Props) {
  return (
    <FormField label={label} {...(aside && { aside })}>
      {(control) => (
        <select
          {...control}
          class="input"
          data-test="groups-move"
          data-sid={sid}
          value={place ?? ""}
          onChange={({ currentTarget: { value } }) =>
            onChoose(value === "" ? undefined : Number(value))
          }
        >
          {rooms.map((room) => (
            <option key={room.place ?? ""} value={room.place ?? ""}>
              {roomName(room)}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}
