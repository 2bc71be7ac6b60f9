// What is said of a poll to all or to somebody who comes late.
import type { PartContext } from "../part.ts";
import type { PollEntry } from "./entry.ts";
import { mostTold, mostVoters, type PollMessage, type ToldMessage } from "./messages.ts";

export function closeMessage(id: string, voters: readonly string[] | undefined): PollMessage {
  return { kind: "close", id, ...(voters !== undefined && { voters }) };
}

/** Our own answer: of a secret poll only that there is one. */
export function ownMessage({ origin: { id }, asked, own }: PollEntry): PollMessage {
  return asked.secret
    ? { kind: "answered", id, answered: own.length > 0 }
    : { kind: "answer", id, choices: own };
}

/** Of a poll that is over. */
export function toldMessage(entry: PollEntry, ownName: string): ToldMessage {
  const { id, askerName } = entry.origin;
  const { answers, counts, uncounted = "left" } = entry.snapshot(ownName);
  return {
    ...{ kind: "told", id, ...entry.asked, asker: askerName || "?" },
    ...(entry.asked.secret
      ? counts === undefined
        ? { uncounted }
        : { counts }
      : {
          answers: answers
            .slice(-mostTold)
            .map(({ name, choices }) => ({ name: name || "?", choices })),
        }),
  };
}

/** The asker tells who comes late; once it has left, whoever is earliest in the roster. */
export function isTeller(context: PartContext, { origin }: PollEntry, to: string): boolean {
  if (origin.asker === undefined) return true;
  const members = context.roster()?.members.map(({ sid }) => sid) ?? [];
  if (members.includes(origin.asker)) return false;
  return members.find((sid) => sid !== to) === context.sid;
}

/** Those members who have answered a secret poll. */
export function votersOf(context: PartContext, entry: PollEntry): string[] {
  const own = entry.own.length > 0 ? [context.sid] : [];
  const others = context.members().filter((sid) => entry.answered.get(sid));
  return [...own, ...others].slice(0, mostVoters);
}
