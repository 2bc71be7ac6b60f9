// Every state of every screen outside the call.
import { signal } from "@preact/signals-core";
import type { ComponentChild } from "preact";
import type { About } from "../../src/page/about.ts";
import type { ReturnToCall } from "../../src/page/services.ts";
import { LeftBefore } from "../../src/ui/screens/comeback.tsx";
import { GuestLanding } from "../../src/ui/screens/landing.tsx";
import { Lobby } from "../../src/ui/screens/lobby.tsx";
import { CallOver, RoomGone } from "../../src/ui/screens/over.tsx";
import { PreJoin } from "../../src/ui/screens/prejoin.tsx";
import { ProblemScreen } from "../../src/ui/screens/problem.tsx";
import { WayBack } from "../../src/ui/screens/wayback.tsx";
import { someMedia, someModel, someReport } from "../../src/ui/testing/values.ts";
import { chat, incident, link, movingFiles, own, room } from "./values.ts";
import { appointed } from "./week.tsx";

const nothing = () => {};
const about = signal<About | undefined>({
  create: "token",
  lifetime: 90 * 86_400,
  operator: { name: "Praxis Weber", country: "DE" },
});

function preJoin(
  values: Parameters<typeof someModel>[0],
  media: ReturnType<typeof someMedia> | undefined = someMedia(),
  more?: ComponentChild,
) {
  const model = someModel(values);
  return (
    <PreJoin
      model={model}
      media={model.kind === "chat" ? undefined : media}
      asked={false}
      onJoin={nothing}
    >
      {more}
    </PreJoin>
  );
}

function lobby(values: Parameters<typeof someModel>[0], media = someMedia()) {
  return <Lobby model={someModel({ knocked: true, ...values })} media={media} returning={false} />;
}

const problem = (code: string, damaged?: string) => (
  <ProblemScreen code={code} invitation={link} damaged={damaged} onLink={nothing} />
);
const over = (values: Parameters<typeof someModel>[0], back?: ReturnToCall) => (
  <CallOver
    model={someModel({ phase: "over", ...values })}
    wasIn={back?.wasIn ?? true}
    start="/"
    back={back}
    onBack={nothing}
  />
);
const back = (role: "host" | "guest", wasIn = true): ReturnToCall => ({
  at: "return",
  role,
  kind: "video",
  name: role === "host" ? "Ms Weber" : "Anna Berg",
  wasIn,
  microphone: true,
  camera: true,
  relayOnly: false,
});
const left = (role: "host" | "guest") => (
  <LeftBefore
    back={back(role)}
    expires={role === "host" ? room.expires : undefined}
    onBack={nothing}
    onForget={nothing}
  />
);

export const screens: Record<string, () => ComponentChild> = {
  landing: () => <GuestLanding kind="video" about={about} onContinue={nothing} />,
  elsewhere: () => <WayBack at="elsewhere" kind="video" onBack={async () => {}} />,
  away: () => <WayBack at="away" kind="video" onBack={async () => {}} />,
  "landing-audio": () => <GuestLanding kind="audio" about={about} onContinue={nothing} />,
  "landing-chat": () => <GuestLanding kind="chat" about={about} onContinue={nothing} />,
  prejoin: () => preJoin({}),
  "prejoin-planned": () => preJoin({ appointment: new Date(2026, 2, 12, 14, 0) }),
  "prejoin-without": () => preJoin({}),
  "prejoin-devices": () => preJoin({}, own()),
  "prejoin-choose": () => preJoin({}, own()),
  "prejoin-changed": () =>
    preJoin(
      {},
      someMedia({ microphone: true, problem: { code: "device-changed", device: "microphone" } }),
    ),
  "prejoin-denied": () => preJoin({}, someMedia({ problem: { code: "device-denied" } })),
  "prejoin-busy": () => preJoin({}, someMedia({ problem: { code: "device-busy" } })),
  "prejoin-host": () =>
    preJoin(
      { role: "host", topic: room.topic, knocks: [{ sid: "1", name: "Anna Berg" }] },
      own(),
      appointed(),
    ),
  "prejoin-audio": () => preJoin({ kind: "audio" }, someMedia({ microphone: true, level: 0.2 })),
  "prejoin-chat": () => preJoin({ kind: "chat" }),
  "prejoin-unreachable": () => preJoin({ problem: { code: "server-unreachable" } }),
  lobby: () => lobby({ hostName: "Ms Weber", topic: room.topic }, own()),
  "lobby-no-host": () => lobby({ hostHere: false }),
  "lobby-early": () => lobby({ hostHere: false, appointment: new Date("2036-03-05T13:00:00Z") }),
  "lobby-full": () =>
    lobby({ hostName: "Ms Weber", full: true, notes: ["Two more minutes, please."] }),
  "lobby-locked": () => lobby({ hostName: "Ms Weber", topic: room.topic, shut: true }),
  "lobby-closed": () => lobby({ serverHere: false, closed: true, problem: { code: "lobby-full" } }),
  "lobby-incident": () => lobby({ hostName: "Ms Weber", incident }),
  "lobby-knows": () => lobby({ known: someReport("knocker") }),
  over: () => over({ ending: "ended", endedAt: new Date(2026, 2, 5, 14, 32, 7), chat }),
  "over-files": () =>
    over({ ending: "ended", endedAt: new Date(2026, 2, 5, 14, 32, 7), chat: movingFiles }),
  "over-pending": () => over({ role: "host", ending: "ended", endSaid: true, chat }),
  "over-pending-away": () =>
    over({ role: "host", ending: "ended", endSaid: true, serverHere: false, chat }),
  "over-unconfirmed": () =>
    over({ role: "host", ending: "ended", endSaid: true, serverHere: false, closed: true }),
  "over-by-host": () => over({ ending: "ended", hostName: "Ms Weber", chat }),
  "over-left": () => over({ ending: "left", hostName: "Ms Weber", chat }, back("guest")),
  "over-left-early": () => over({ ending: "left" }, back("guest", false)),
  "over-left-alarmed": () => over({ role: "host", ending: "left" }),
  "over-left-for-now": () =>
    over({ role: "host", ending: "left", stays: "promised", expires: room.expires }, back("host")),
  "over-left-asked": () => over({ role: "host", ending: "left", stays: "asked" }, back("host")),
  "over-left-unheard": () => over({ role: "host", ending: "left", stays: "unheard" }, back("host")),
  "over-left-forget": () => over({ role: "host", ending: "left", stays: "promised" }, back("host")),
  "left-before-host": () => left("host"),
  "left-before-guest": () => left("guest"),
  "over-operator": () =>
    over({ ending: "ended-by-operator", endedAt: new Date(2026, 2, 5, 14, 32) }),
  "over-forgotten": () => over({ ending: "forgotten", leftAt: new Date(2026, 2, 5, 14, 32, 7) }),
  "over-forgotten-unconfirmed": () => over({ ending: "forgotten" }),
  "over-forgotten-ended": () =>
    over({
      role: "host",
      ending: "forgotten",
      endSaid: true,
      endedAt: new Date(2026, 2, 5, 14, 32, 7),
    }),
  "over-denied": () => over({ ending: "denied", hostName: "Ms Weber" }),
  "over-removed": () => over({ ending: "removed", hostName: "Ms Weber", chat }),
  "over-replaced": () => over({ ending: "replaced" }),
  gone: () => <RoomGone />,
  "problem-link": () => problem("link-incomplete", new URL(link).hash.slice(0, -7)),
  "problem-path": () => problem("link-unknown", ""),
  "problem-seen": () => problem("link-seen.host"),
  "problem-app": () => problem("in-app-browser"),
  "problem-insecure": () => problem("insecure"),
};
