import { type Signal, signal } from "@preact/signals-core";
import type { HostAdmission } from "./hostadmission.ts";

/** What only the host has, while we are the host: the role can be handed over. */
export class HostSeat {
  readonly #host: Signal<HostAdmission | undefined>;

  constructor(host?: HostAdmission) {
    this.#host = signal(host);
  }

  get host(): HostAdmission | undefined {
    return this.#host.value;
  }

  set host(host: HostAdmission | undefined) {
    this.#host.value = host;
  }
}
