// Who wants to speak. A hand has a number: one more than the highest that its owner knew of. So the
// order is the same for all, without a clock and without anybody who keeps the list.
import { highestHand } from "../../net/decode.ts";

export interface NumberedHand {
  readonly sid: string;
  readonly hand: number | undefined;
}

/** The number of a hand that goes up now. */
export function nextHand(others: readonly NumberedHand[]): number {
  const highest = Math.max(0, ...others.map(({ hand }) => hand ?? 0));
  return Math.min(highest + 1, highestHand);
}

/** Those whose hand is up, the first first; `order` are the sids of all members. */
export function inOrderOfHands<H extends NumberedHand>(
  people: readonly H[],
  order: readonly string[],
): readonly H[] {
  const place = ({ sid }: H) => {
    const found = order.indexOf(sid);
    return found < 0 ? order.length : found;
  };
  return people
    .filter(({ hand }) => hand !== undefined)
    .sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0) || place(a) - place(b));
}
