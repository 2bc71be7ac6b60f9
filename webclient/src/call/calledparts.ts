// What a call has beside its state once people meet in it (incall.ts): loaded later than the rest.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { InCall } from "./incall.ts";
import { CallState } from "./state.ts";

export class CalledParts extends CallState {
  /** Undefined until it is loaded; nobody is in before. */
  protected readonly inCall = signal<InCall | undefined>(undefined);

  get hosting() {
    return loaded(this.inCall).hosting;
  }
  get files() {
    return loaded(this.inCall).files;
  }
  get participation() {
    return loaded(this.inCall).participation;
  }
  get together() {
    return loaded(this.inCall).together;
  }
}

export function loaded({ value }: ReadonlySignal<InCall | undefined>): InCall {
  if (value === undefined) throw new TypeError("nobody is in the call yet");
  return value;
}
