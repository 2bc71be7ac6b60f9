// Who presents. Each member says for itself that it does, with a turn that is one higher than any
// that it has heard of, and that it does no longer. The highest counts, and of two that are the same
// the lesser sid: so all copies agree, in whatever order they hear of it. Who hears of a higher one
// gives way and says so: two presenters do not fight.
import { ProtocolError } from "../../../net/protocol.ts";
import { lastTurn, type Show } from "./messages.ts";

/** By one member in one call: more is no presentation. */
const mostClaims = 100;

/** What a member shows. */
export interface Claim {
  /** With the page of now. */
  show: Show;
  /** The picture of each page, as it has said. */
  readonly sheets: Map<number, string>;
}

export class Claims {
  /** Undefined: it has said that it shows nothing. */
  readonly #claims = new Map<string, Claim | undefined>();
  readonly #counts = new Map<string, number>();
  #ownTurn = 0;

  /** Who presents, with what it shows. */
  get top(): readonly [sid: string, claim: Claim] | undefined {
    const living = [...this.#claims].flatMap(([sid, claim]) =>
      claim ? [[sid, claim] as const] : [],
    );
    const order = living.sort(
      ([sid, one], [otherSid, other]) =>
        other.show.turn - one.show.turn || (sid < otherSid ? -1 : 1),
    );
    return order[0];
  }

  claimOf(sid: string): Claim | undefined {
    return this.#claims.get(sid);
  }

  /** For a claim of our own. */
  takeTurn(): number {
    const highest = Math.max(this.#ownTurn, this.top?.[1].show.turn ?? 0);
    this.#ownTurn = Math.min(highest + 1, lastTurn);
    return this.#ownTurn;
  }

  takeShow(sid: string, show: Show): void {
    const before = this.#claims.get(sid);
    if (show.page > show.pages) throw new ProtocolError("bad-message", "a page beyond the last");
    if (before !== undefined && show.turn < before.show.turn)
      throw new ProtocolError("bad-message", "an earlier turn");
    const isRepeated = before?.show.turn === show.turn;
    if (isRepeated && !isSameDeck(before.show, show))
      throw new ProtocolError("bad-message", "other slides in the same turn");
    if (!isRepeated) this.#countClaim(sid);
    this.#claims.set(sid, { show, sheets: isRepeated ? before.sheets : new Map() });
  }

  /**
   * What the sender has to show for what it says; undefined if that may be lost. Who shows nothing
   * must not say it.
   */
  claimFor(sid: string, turn: number): Claim | undefined {
    const claim = this.#claims.get(sid);
    if (claim === undefined) {
      if (this.#claims.has(sid)) throw new ProtocolError("bad-message", "of what it does not show");
      return undefined;
    }
    if (turn < claim.show.turn) throw new ProtocolError("bad-message", "an earlier turn");
    return turn === claim.show.turn ? claim : undefined;
  }

  takeEnd(sid: string): void {
    this.#claims.set(sid, undefined);
  }

  forget(sid: string): void {
    this.#claims.delete(sid);
  }

  #countClaim(sid: string): void {
    const count = (this.#counts.get(sid) ?? 0) + 1;
    this.#counts.set(sid, count);
    if (count > mostClaims) throw new ProtocolError("bad-message", "too many turns");
  }
}

export function isSameDeck(one: Show, other: Show): boolean {
  return one.deck === other.deck && one.title === other.title && one.pages === other.pages;
}
