// Handing over the role of the host, made of plain values.
import { signal } from "@preact/signals";
import type { Handover, Hosting, Moved } from "../../call/hosting/model.ts";

export interface HostingValues {
  handover?: Handover;
  asked?: string;
  moved?: Moved;
}

export function someHosting({ handover, asked, moved }: HostingValues, calls: string[]) {
  return {
    handover: signal<Handover | undefined>(handover),
    asked: signal<string | undefined>(asked),
    moved: signal<Moved | undefined>(moved),
    offer: (sid) => calls.push(`hand over to ${sid}`),
    withdraw: () => calls.push("withdraw"),
    answer: (yes) => calls.push(yes ? "take over" : "do not take over"),
    dismiss: () => calls.push("dismiss hosting"),
  } satisfies Hosting;
}
