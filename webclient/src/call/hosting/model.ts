// What the screens see and do of handing over the role of the host.
import type { ReadonlySignal } from "@preact/signals-core";

/**
 * How far it is: asked, the key is on its way, not known yet, or what came of it.
 */
export type HandoverStep = "asked" | "moving" | "unclear" | "declined" | "unanswered" | "failed";

export interface Handover {
  readonly sid: string;
  readonly name: string;
  readonly step: HandoverStep;
}

/** It is not known yet what comes of it. */
export function isHandingOver({ step }: Pick<Handover, "step">): boolean {
  return step === "asked" || step === "moving" || step === "unclear";
}

export interface Hosting {
  /** Host: whom it asks, and what came of it until that is dismissed. */
  readonly handover: ReadonlySignal<Handover | undefined>;
  /** Guest: the name of the host who asks us to take over. */
  readonly asked: ReadonlySignal<string | undefined>;
  /** The role has moved in this call: who is the host now, until dismissed. */
  readonly moved: ReadonlySignal<Moved | undefined>;

  /** Host: asks a member to take over. */
  offer(sid: string): void;
  /** Host: takes the question back. */
  withdraw(): void;
  /** Guest. */
  answer(yes: boolean): void;
  dismiss(): void;
}

export interface Moved {
  /** We are, we were, or it is about two others. */
  readonly to: "us" | "from-us" | "other";
  /** Of the host now. */
  readonly name: string;
}
