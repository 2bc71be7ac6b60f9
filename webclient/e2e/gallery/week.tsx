// A host before the call: the start page, the room that is ready, and the list of rooms.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { About } from "../../src/page/about.ts";
import { CreatorKey } from "../../src/page/creatorkey.ts";
import { type CreatedRoom, RememberedRooms } from "../../src/page/remembered.ts";
import type { Services } from "../../src/page/services.ts";
import { someRoom } from "../../src/page/testing/rooms.ts";
import { Appointment } from "../../src/ui/screens/appointment.tsx";
import { HostLanding } from "../../src/ui/screens/hostlanding.tsx";
import { RoomReady } from "../../src/ui/screens/ready.tsx";
import { StartScreen } from "../../src/ui/screens/start.tsx";
import { someAbout, someServices } from "../../src/ui/testing/services.ts";
import { room } from "./values.ts";

const nothing = () => {};
const refuse = (code: string) => () => Promise.reject(Object.assign(new Error("no"), { code }));
const creatorLink = "#cAFqp8x-u_uQL3Fl-s_1EqC2OtqtxcPN13zafIvPA-O8";

/** A date in so many days, at a full hour. */
function inDays(days: number): Date {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(14, 0, 0, 0);
  return date;
}

const booked = (number: number, days: number, more: Partial<CreatedRoom> = {}) =>
  someRoom(number, { when: inDays(days), expires: inDays(days + 1), ...more });
const long =
  "Second round with Dr. Maximiliane von Hohenstein-Ehrenfels about the quarterly numbers";
const dated = booked(1, 20, { topic: room.topic });
const rooms = [
  dated,
  booked(2, 2, { kind: "audio" }),
  booked(3, -1, { kind: "chat", topic: long, expires: inDays(1) }),
  someRoom(4, { expires: inDays(7) }),
];

/** A browser that remembers these rooms and no others. */
function remembering(...rooms: CreatedRoom[]): RememberedRooms {
  localStorage.clear();
  const remembered = new RememberedRooms("https://call.example");
  for (const room of rooms) remembered.remember(room);
  return remembered;
}

function services(remembered: RememberedRooms, more: Partial<Services> = {}): Services {
  return someServices([], { at: "start" }, { remembered, ...more }).services;
}

const start = (remembered: RememberedRooms, more: Partial<Services> = {}) => (
  <StartScreen services={services(remembered, more)} onCreated={nothing} onEnter={nothing} />
);
export const startWith = () => start(remembering());
const serverSays = (more: Partial<About>) => ({ about: signal({ ...someAbout, ...more }) });
const ready = (room: CreatedRoom, remembered: RememberedRooms, more: Partial<Services> = {}) => (
  <RoomReady
    room={room}
    services={services(remembered, more)}
    onEnter={nothing}
    onMoved={nothing}
  />
);

export const appointed = (room: CreatedRoom = dated) => (
  <Appointment room={room} services={services(remembering())} />
);

export const week: Record<string, () => ComponentChild> = {
  start: () => start(remembering()),
  "start-forbidden": () => start(remembering(), { createRoom: refuse("create-forbidden") }),
  "start-link": () => start(remembering()),
  "start-silent": () => start(remembering(), { about: signal(undefined) }),
  "start-token": () => start(remembering(), serverSays({ create: "token" })),
  "start-creator": () =>
    start(remembering(), {
      ...serverSays({ create: "token" }),
      creator: new CreatorKey(creatorLink),
    }),
  "start-nobody": () => start(remembering(), serverSays({ create: "nobody" })),
  "rooms-one": () => start(remembering(dated)),
  "rooms-many": () => start(remembering(...rooms)),
  "rooms-elsewhere": () => start(remembering(dated), { isElsewhere: async () => true }),
  "rooms-forget": () => start(remembering(dated)),
  "rooms-forget-all": () => start(remembering(...rooms)),
  "rooms-invite": () => start(remembering(dated)),
  "rooms-move": () => start(remembering(dated)),
  "rooms-moved": () => start(remembering(dated)),
  "rooms-move-gone": () => start(remembering(dated), { moveRoom: refuse("room-gone") }),
  "rooms-end": () => start(remembering(dated)),
  "rooms-end-unanswered": () => start(remembering(dated), { endRoom: refuse("create-unanswered") }),
  ready: () => ready(room, remembering()),
  "ready-remembered": () => ready(dated, remembering(dated)),
  "ready-saved": () => ready(dated, remembering(), { saved: signal(true) }),
  "ready-refused": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
    return ready(room, remembering());
  },
  "ready-host-link": () => ready(dated, remembering()),
  "ready-move": () => ready(room, remembering()),
  "ready-extended": () => ready(room, remembering()),
  "landing-host": () => (
    <HostLanding room={dated} services={services(remembering())} onEnter={nothing} />
  ),
  "landing-host-undated": () => (
    <HostLanding
      room={{ ...room, expires: undefined }}
      services={services(remembering())}
      onEnter={nothing}
    />
  ),
};

/** What is pressed in a state before the picture is taken. */
export const weekPresses: Record<string, readonly string[]> = {
  "ready-host-link": ["host-link"],
  "ready-refused": ["remember"],
  "ready-move": ["move"],
  "ready-extended": ["move", "move-save"],
  "rooms-forget": ["forget"],
  "rooms-forget-all": ["forget-all"],
  "rooms-invite": ["room-invite"],
  "rooms-move": ["room-move"],
  "rooms-moved": ["room-move", "move-save"],
  "rooms-move-gone": ["room-move", "move-save"],
  "rooms-end": ["room-end"],
  "rooms-end-unanswered": ["room-end", "confirm"],
  "start-forbidden": ["create"],
  "start-link": ["lost-link"],
};
