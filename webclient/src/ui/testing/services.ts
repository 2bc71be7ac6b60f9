// What main.ts would give the screens, made of plain values.
import { signal } from "@preact/signals";
import type { CreateRoomOptions, InitialScreen, Services } from "../../page/services.ts";
import { type Calls, someMedia, someModel } from "./values.ts";

export const guestLink = "https://call.example/#1guest";
export const hostLink = "https://call.example/#1Hhost";

/** What is called lands in `calls`. */
export function someServices(
  calls: Calls,
  initialScreen: InitialScreen,
  more: Partial<Services> = {},
  values: Parameters<typeof someModel>[0] = {},
) {
  const model = someModel(values, calls);
  const media = someMedia({}, calls);
  const made: Services = {
    initialScreen,
    createRoom: async (options: CreateRoomOptions) => {
      calls.push(`create ${options.kind} for ${options.seats}: ${options.topic}`);
      return { ...options, guestLink, hostLink, expires: new Date("2026-03-12T14:00:00Z") };
    },
    enterRoom: () => {
      calls.push("enter");
      return model;
    },
    left: signal(undefined),
    forgetLeft: () => {
      calls.push("forget left");
    },
    takeOver: async () => {
      calls.push("take over");
    },
    localMedia: () => media,
    remembered: undefined,
    startAddress: () => "/",
    followLink: (fragment) => {
      calls.push(`follow ${fragment}`);
    },
    invitation: () => guestLink,
    ...more,
  };
  return { model, media, services: made };
}
