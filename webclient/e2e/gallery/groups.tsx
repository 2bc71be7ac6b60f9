// Every state of groups.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type { InGroup, Room, Told } from "../../src/call/together/groups/model.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someModel } from "../../src/ui/testing/values.ts";
import { link, others, own } from "./values.ts";

const unused = { receive() {}, peerReady() {}, peerGone() {}, stop() {} };

const person = (name: string, more: Partial<InGroup> = {}): InGroup => ({
  ...{ sid: name, name, host: false, own: false, hand: false, returned: false },
  ...more,
});
const us = (name: string, host: boolean) => person(name, { own: true, host });
const weber = person("Ms Weber", { host: true });
const longName = "What the façade costs if we wait";

interface Values {
  readonly rooms: readonly Room[];
  readonly backIn?: number;
  readonly told?: Told;
}

function groupsPart({ rooms, backIn, told }: Values) {
  const isOpen = rooms.length > 1;
  const here = rooms.find(({ people }) => people.some((one) => one.own));
  return {
    ...unused,
    sid: "us",
    open: signal(isOpen),
    rooms: signal(rooms),
    own: signal(isOpen ? here : undefined),
    // The last moment of it stands still.
    backAt: signal(backIn === undefined ? undefined : performance.now() + 1_000 * backIn),
    told: signal(told),
    dismissTold() {},
    returnToMain() {},
    arrange() {},
    move() {},
    callBack() {},
    keepOpen() {},
    tellAll: () => true,
  };
}

const main = (...people: readonly InGroup[]): Room => ({ name: "", place: undefined, people });
const group = (place: number, name: string, ...people: readonly InGroup[]): Room => ({
  ...{ name, place, people },
});

function call(values: Values, more: { isHost?: boolean; chat?: boolean; near?: number } = {}) {
  const { isHost = false, near = 2 } = more;
  const part = groupsPart(values);
  const place = part.own.value;
  const model = someModel({
    ...{ phase: "joined", role: isHost ? "host" : "guest", hostName: "Ms Weber" },
    ...(more.chat && { kind: "chat" as const }),
    seats: 6,
    peers: others(near),
    everybody: others(4),
    ...(place && { group: place.name }),
    parts: new Map([["groups", { at: "there", part }]]),
    chat: [
      { id: 0, sid: "peer-1", name: "Anna Berg", text: "Who writes it down?", at: new Date(0) },
      ...(place
        ? [
            {
              ...{ id: 1, name: "Ben", text: "I do.", at: new Date(60_000) },
              within: place.name,
            },
          ]
        : []),
    ],
  });
  const name = isHost ? "Ms Weber" : "Ben Ott";
  return (
    <CallStage model={model} media={own()} name={name} invitation={isHost ? link : undefined} />
  );
}

const apart = [
  main(us("Ms Weber", true), person("Dan Uz", { returned: true })),
  group(0, longName, person("Anna Berg"), person("Ben Ott", { hand: true })),
  group(1, "Group 2", person("Cem Yar")),
];
const inGroup = (...more: readonly InGroup[]) => [
  main(...(more.length > 0 ? [] : [weber])),
  group(0, longName, us("Ben Ott", false), person("Anna Berg"), ...more),
  group(1, "Group 2", person("Cem Yar")),
];

export const groups: Record<string, () => ComponentChild> = {
  "call-groups-draft": () =>
    call(
      {
        rooms: [
          main(us("Ms Weber", true), ...["Anna Berg", "Ben Ott", "Cem Yar"].map((n) => person(n))),
        ],
      },
      { isHost: true },
    ),
  "call-groups-nobody": () => call({ rooms: [main(us("Ms Weber", true))] }, { isHost: true }),
  "call-groups-open": () => call({ rooms: apart }, { isHost: true, near: 1 }),
  "call-groups-back": () => call({ rooms: apart, backIn: 0 }, { isHost: true, near: 1 }),
  "call-groups-asked": () => call({ rooms: apart }, { isHost: true, near: 1 }),
  "call-groups-in": () => call({ rooms: inGroup() }, { near: 1 }),
  "call-groups-visited": () => call({ rooms: inGroup(weber), backIn: 0 }),
  "call-groups-told": () =>
    call({
      rooms: inGroup(),
      told: { id: 1, name: "Ms Weber", text: "Two more minutes, then we look at it together." },
    }),
  "call-groups-alone": () =>
    call({ rooms: [main(weber), group(0, "Group 1", us("Ben Ott", false))] }, { near: 0 }),
  "call-groups-guest": () => call({ rooms: inGroup() }, { near: 1 }),
  "call-groups-chat": () => call({ rooms: inGroup() }, { near: 1, chat: true }),
};

const open = ["together", "together-groups"];
export const groupPresses: Record<string, readonly string[]> = {
  "call-groups-draft": open,
  "call-groups-nobody": open,
  "call-groups-open": open,
  "call-groups-back": open,
  "call-groups-guest": open,
};
