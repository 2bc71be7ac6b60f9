// Polls as the screen shows them (protocol, section 4.12).
import type { ReadonlySignal } from "@preact/signals-core";

export const pollTypes = ["single", "multiple", "scale"] as const;
export type PollType = (typeof pollTypes)[number];
/** The steps of a scale, which has a word for the lowest and one for the highest. */
export const scaleSteps = 5;
/** Fewer people have no secrets from each other. */
export const leastSecret = 4;

export interface PollLimits {
  readonly question: number;
  readonly choice: number;
  readonly choices: number;
  /** By one person, in a call. */
  readonly each: number;
  /** The oldest go beyond. */
  readonly all: number;
}
/** Lengths in characters. */
export const pollLimits: PollLimits = { question: 200, choice: 80, choices: 8, each: 10, all: 30 };

export interface NewPoll {
  readonly question: string;
  readonly type: PollType;
  /** Two to eight; of a scale its lowest and its highest. */
  readonly choices: readonly string[];
  /** Nobody learns who chose what. */
  readonly secret: boolean;
}

/** By the number of a choice, or of a step of a scale, from 0. */
export type Choices = readonly number[];

export interface GivenAnswer {
  /** Not given for our own. */
  readonly sid?: string;
  readonly name: string;
  readonly choices: Choices;
}

/**
 * few: fewer than four answered a secret poll. left: somebody whose part of a secret count was
 * missing has left. silent: somebody's program said nothing. broken: it did not keep to the rules.
 */
export const noCounts = ["few", "left", "silent", "broken"] as const;
export type NoCount = (typeof noCounts)[number];

export interface Poll extends NewPoll {
  readonly id: string;
  /** Undefined for our own. */
  readonly asker?: string;
  readonly askerName: string;
  /** counting: the secret answers are being added up. */
  readonly state: "open" | "counting" | "closed";
  /** Our own, [] for none. */
  readonly own: Choices;
  /** Of an open poll: who said what, ourselves included. */
  readonly answers: readonly GivenAnswer[];
  /** How many have answered. */
  readonly answered: number;
  /** How often each choice, or each step, was chosen. Of a secret poll only once it is counted. */
  readonly counts?: readonly number[];
  /** Why a secret poll has no result. */
  readonly uncounted?: NoCount;
  /** Whose part was missing, where that is known. */
  readonly missing?: string;
  /** We have it from this person alone. */
  readonly toldBy?: string;
}

export interface Polls {
  /** The newest last. */
  readonly polls: ReadonlySignal<readonly Poll[]>;
  /** False while one of our own is open, or after too many. */
  readonly mayAsk: ReadonlySignal<boolean>;
  /** There are enough people for it. */
  readonly maySecret: ReadonlySignal<boolean>;
  /** False, and nothing is asked, without a question and two choices. */
  askPoll(poll: NewPoll): boolean;
  /** In place of an earlier answer; [] takes it back. */
  answer(id: string, choices: Choices): void;
  /** One of our own. */
  close(id: string): void;
}

/** Of one answer, or of what is counted. */
export const stepsOf = (poll: Pick<NewPoll, "type" | "choices">): number =>
  poll.type === "scale" ? scaleSteps : poll.choices.length;
