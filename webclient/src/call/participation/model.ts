// What the screens see and do of it: hands, reactions, what the host asks for, captions.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Reaction, Wish } from "../../net/participation.ts";

export type { Reaction, Wish };

/** A hand that is up. */
export interface Hand {
  /** Undefined for our own. */
  readonly sid?: string;
  readonly name: string;
}

export interface ShownReaction {
  readonly id: number;
  /** Undefined for our own. */
  readonly sid?: string;
  readonly name: string;
  readonly reaction: Reaction;
}

export interface CaptionLine {
  readonly id: number;
  /** Undefined for our own. */
  readonly sid?: string;
  readonly name: string;
  readonly text: string;
  /** It may still change. */
  readonly partial: boolean;
}

/** A line from before we came, as somebody tells it. */
export interface ToldLine {
  readonly name: string;
  readonly text: string;
  readonly at: Date;
  readonly key?: string;
  readonly reply?: string;
}

export interface ToldChat {
  /** The name of who has told it. */
  readonly by: string;
  readonly lines: readonly ToldLine[];
}

export interface Participation {
  /** In the order in which they were raised, the same for all. */
  readonly hands: ReadonlySignal<readonly Hand[]>;
  /** Our own hand is up. */
  readonly raised: ReadonlySignal<boolean>;
  /** For a few seconds; one of each person. */
  readonly reactions: ReadonlySignal<readonly ShownReaction[]>;
  /** What the host has asked of us last, until it is dismissed or no longer so. */
  readonly request: ReadonlySignal<Wish | undefined>;
  /** What was just said, in writing; a few lines of each person, for a while. */
  readonly captions: ReadonlySignal<readonly CaptionLine[]>;
  /** What was written before we came, if somebody has told us. */
  readonly told: ReadonlySignal<ToldChat | undefined>;

  raise(up: boolean): void;
  react(reaction: Reaction): void;
  /** Host: of one member, or of all. */
  ask(wish: Wish, sid?: string): void;
  dismissRequest(): void;
  /** To everybody; with `partial` the next one takes its place. */
  caption(text: string, partial: boolean): void;
}
