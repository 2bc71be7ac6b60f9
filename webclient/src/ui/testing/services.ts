// What main.ts would give the screens, made of plain values.
import type { Opened, Services, Wish } from "../../page/services.ts";
import { aModel, type Calls, someMedia } from "./values.ts";

export const guestLink = "https://call.example/#1guest";
export const hostLink = "https://call.example/#1Hhost";

/** What is called lands in `calls`. */
export function someServices(
  calls: Calls,
  opened: Opened,
  more: Partial<Services> = {},
  values: Parameters<typeof aModel>[0] = {},
) {
  const model = aModel(values, calls);
  const media = someMedia({}, calls);
  const made: Services = {
    opened,
    create: async (wish: Wish) => {
      calls.push(`create ${wish.kind} for ${wish.seats}: ${wish.topic}`);
      return { ...wish, guestLink, hostLink, expires: new Date("2026-03-12T14:00:00Z") };
    },
    enter: () => {
      calls.push("enter");
      return model;
    },
    takeOver: async () => {
      calls.push("take over");
    },
    media: () => media,
    remembered: undefined,
    canCall: () => undefined,
    startAddress: () => "/",
    follow: (fragment) => {
      calls.push(`follow ${fragment}`);
    },
    invitation: () => guestLink,
    ...more,
  };
  return { model, media, services: made };
}
