// Rooms and people in words.
import type { InGroup, Room } from "../../../call/together/groups/model.ts";
import { t } from "../../i18n/index.ts";

export const roomName = ({ place, name }: Room): string =>
  place === undefined ? t("groups.main") : name;

/** The host is named as such: nobody listens unseen. */
export function personWords({ name, host, own }: InGroup): string {
  if (own) return t("groups.you");
  return host ? t("groups.host", { name: name || "?" }) : name || "?";
}

/** "With Ben and Ms Weber (host)." */
export function withWords(people: readonly InGroup[]): string {
  return t("groups.with", { people: people.map(personWords).join(", ") });
}
