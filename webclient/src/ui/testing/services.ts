// What main.ts would give the screens, made of plain values.
import { signal } from "@preact/signals";
import type { About } from "../../page/about.ts";
import { CreatorKey } from "../../page/creatorkey.ts";
import type { CreateRoomOptions, InitialScreen, Services } from "../../page/services.ts";
import { type Calls, someMedia, someModel } from "./values.ts";

export const guestLink = "https://call.example/#1guest";
export const hostLink = "https://call.example/#1Hhost";

/** A server on a machine of one's own. */
export const someAbout: About = { create: "local", lifetime: 90 * 24 * 60 * 60 };

/** What is called lands in `calls`. */
export function someServices(
  calls: Calls,
  initialScreen: InitialScreen,
  more: Partial<Services> = {},
  values: Parameters<typeof someModel>[0] = {},
) {
  const model = someModel(values, calls);
  const media = someMedia({}, calls);
  const saved = signal(false);
  const made: Services = {
    initialScreen,
    about: signal(someAbout),
    creator: new CreatorKey(""),
    createRoom: async (options: CreateRoomOptions) => {
      calls.push(`create ${options.kind} for ${options.seats}: ${options.topic}`);
      return { ...options, guestLink, hostLink, expires: new Date("2026-03-12T14:00:00Z") };
    },
    moveRoom: async (room, when) => {
      calls.push(`move ${room.hostLink} to ${when?.toISOString()}`);
      return { ...room, when, expires: new Date((when?.getTime() ?? Date.now()) + 86_400_000) };
    },
    endRoom: async ({ hostLink }) => {
      calls.push(`end ${hostLink}`);
    },
    isElsewhere: async () => false,
    hostRoom: signal(undefined),
    saved,
    noteSaved: () => {
      saved.value = true;
    },
    loadCall: async () => {},
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
