// What the screens see of the parts.
import type { ReadonlySignal } from "@preact/signals-core";
import type { Part } from "./part.ts";

export type PartState =
  | { readonly at: "loading" }
  /** The server did not give it. */
  | { readonly at: "failed" }
  | { readonly at: "there"; readonly part: Part };

export interface TogetherModel {
  /** By their names; who has none has been used by nobody. */
  readonly parts: ReadonlySignal<ReadonlyMap<string, PartState>>;
  /** Loads a part unless it is there; again if that has failed. */
  use(name: string): void;
}
