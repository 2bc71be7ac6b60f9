// What sort of failure it is, so that a hundred of them can be read.
import type { Person } from "./person.ts";

export function kindOf(people: readonly Person[]): string {
  const host = people.find(({ name }) => name === "host");
  const door = host?.call.knocks.value.map(({ name }) => name) ?? [];
  const members = host?.call.peers.value.map(({ name }) => name) ?? [];
  const inside = new Set(members);
  const outside = people.filter(({ call }) => call.phase.value === "waiting" && call.knocked.value);
  const known = new Set<string>(
    people.filter(({ call }) => call.phase.value === "waiting").map(({ name }) => name),
  );
  if (
    host?.line.heard.has("error unknown-peer") ||
    new Set(door).size < door.length ||
    inside.size < members.length ||
    door.some((name) => !known.has(name))
  )
    return "a ghost at the door";
  if (outside.some(({ name }) => inside.has(name))) return "let in, and does not know it";
  if (outside.some(({ name }) => !door.includes(name))) return "waits, and nobody knows it";
  return outside.length > 0 ? "at the door for good" : "something else";
}
