// The screens and the way from one to the next. main.ts mounts them and supplies the services.
import { useComputed, useSignal } from "@preact/signals";
import { options, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CallModel } from "../call/model.ts";
import type { CallKind } from "../crypto/link.ts";
import { loadRoomWork } from "../page/hostrooms.ts";
import type { CreatedRoom, ReturnToCall, Services } from "../page/services.ts";
import { desk, inside, loaded, stage } from "./late.ts";
import { Announcer } from "./parts/announcer.tsx";
import { keepFocus } from "./parts/focus.ts";
import { nextFrame } from "./parts/frame.ts";
import { startCounting } from "./parts/heading.tsx";
import { useUnloadQuestion } from "./parts/unload.ts";
import { GuestLanding } from "./screens/landing.tsx";
import { StartScreen } from "./screens/start.tsx";
import "./tokens.css";
import "./base.css";

type Step =
  | { readonly at: "start" }
  | { readonly at: "ready"; readonly room: CreatedRoom }
  | { readonly at: "guest"; readonly kind: CallKind }
  | { readonly at: "host"; readonly kind: CallKind }
  | { readonly at: "problem"; readonly code: string; readonly damaged?: string }
  | { readonly at: "elsewhere" | "away"; readonly back: ReturnToCall }
  | { readonly at: "left"; readonly back: ReturnToCall; readonly expires: Date | undefined }
  | { readonly at: "inside"; readonly model: CallModel; readonly back: ReturnToCall | undefined };

options.debounceRendering = nextFrame;

/** Loads what the first screen needs, if it is not one of those that the page starts with. */
export async function prepareApp(services: Services): Promise<void> {
  const { initialScreen, remembered } = services;
  const { at } = initialScreen;
  if (at === "return") await Promise.all([prepareCall(services), stage.load()]);
  else if (at === "start" ? (remembered?.rooms.value.length ?? 0) > 0 : at !== "guest")
    await desk.load();
}

/** Most have loaded it while they read. */
async function prepareCall(services: Services): Promise<void> {
  if (inside.module.peek() === undefined) await inside.load();
  await services.loadCall();
}

/**
 * Loads what comes after this step while the person reads; on the start page only once they do
 * something, for many only look.
 */
function loadAhead({ loadCall }: Services, { at }: Step): () => void {
  if (at === "problem" || at === "inside") return () => {};
  const load = () => {
    if (at === "start") {
      void desk.load();
      loadRoomWork().catch(() => {}); // then it is said when a room is made
    }
    void inside.load();
    void loadCall();
  };
  if (at !== "start") {
    load();
    return () => {};
  }
  const signs = ["pointerdown", "keydown", "click", "input"] as const;
  for (const sign of signs) addEventListener(sign, load, { once: true });
  return () => {
    for (const sign of signs) removeEventListener(sign, load);
  };
}

/** Draws the screens into `root` and keeps them up to date. */
export function mountApp(root: HTMLElement, services: Services): void {
  startCounting();
  keepFocus();
  render(<App services={services} />, root);
}

function firstStep(services: Services): Step {
  const { initialScreen } = services;
  return initialScreen.at === "return" ? comeBack(services, initialScreen) : initialScreen;
}

function comeBack(services: Services, back: ReturnToCall): Step {
  const model = services.enterRoom();
  model.join(back.name, { relayOnly: back.relayOnly });
  return { at: "inside", model, back };
}

/** Nobody could be the host any more if this tab were closed. */
function isLostWithTab(services: Services, step: Step): boolean {
  const room = services.hostRoom.value;
  if (room === undefined || services.saved.value || services.remembered?.includes(room))
    return false;
  if (step.at === "ready" || step.at === "left") return true;
  if (step.at !== "inside") return false;
  // Who has left for now comes back by what this tab keeps.
  const isOver = ["over", "gone"].includes(step.model.phase.value);
  return !isOver || services.left.value !== undefined;
}

/** The others would be left without a word, and the room goes soon after them. */
function isHostAmongOthers(step: Step): boolean {
  if (step.at !== "inside" || step.model.role !== "host") return false;
  return step.model.phase.value === "joined" && step.model.everybody.value.length > 0;
}

function App({ services }: { services: Services }) {
  const [first] = useState(() => firstStep(services));
  const step = useSignal<Step>(first);
  // What was pressed is of the step that is on the screen. The next may be there already, and drawn
  // only with the next frame: a second press before that would begin a second session, which puts
  // the first one out.
  const drawn = step.value;
  const hasPassed = () => step.peek() !== drawn;
  const enterRoom = async (room?: CreatedRoom) => {
    await prepareCall(services);
    if (hasPassed()) return;
    step.value = { at: "inside", model: services.enterRoom(room), back: undefined };
  };
  // The server's answer may come late: whoever has gone on meanwhile is not called back.
  const showReady = async (room: CreatedRoom) => {
    if (desk.module.peek() === undefined) await desk.load();
    if (["start", "ready"].includes(step.peek().at)) step.value = { at: "ready", room };
  };
  const asks = useComputed(
    () => isLostWithTab(services, step.value) || isHostAmongOthers(step.value),
  );
  useUnloadQuestion(asks.value);
  const goBack = async (back: ReturnToCall) => {
    await Promise.all([prepareCall(services), stage.load()]);
    if (hasPassed()) return;
    step.value = comeBack(services, back);
  };
  const { at } = drawn;
  useEffect(() => loadAhead(services, step.peek()), [at]);
  return (
    <>
      <Screen
        step={drawn}
        services={services}
        enterRoom={enterRoom}
        showReady={showReady}
        goBack={goBack}
      />
      <Announcer />
    </>
  );
}

interface ScreenProps {
  step: Step;
  services: Services;
  enterRoom: (room?: CreatedRoom) => Promise<void>;
  showReady: (room: CreatedRoom) => Promise<void>;
  goBack: (back: ReturnToCall) => Promise<void>;
}

function Screen({ step, services, enterRoom, showReady, goBack }: ScreenProps) {
  switch (step.at) {
    case "start":
      return <StartScreen services={services} onCreated={showReady} onEnter={enterRoom} />;
    case "ready": {
      const { RoomReady } = loaded(desk);
      return (
        <RoomReady
          room={services.remembered?.find(step.room) ?? step.room}
          services={services}
          onEnter={() => enterRoom()}
          onMoved={showReady}
        />
      );
    }
    case "guest":
      return (
        <GuestLanding kind={step.kind} about={services.about} onContinue={() => enterRoom()} />
      );
    case "host": {
      const { HostLanding } = loaded(desk);
      return (
        <HostLanding
          room={services.hostRoom.value}
          services={services}
          onEnter={() => enterRoom()}
        />
      );
    }
    case "problem": {
      const { ProblemScreen } = loaded(desk);
      return (
        <ProblemScreen
          code={step.code}
          invitation={services.invitation()}
          damaged={step.damaged}
          onLink={services.followLink}
        />
      );
    }
    case "elsewhere":
    case "away": {
      const { at, back } = step;
      const { WayBack } = loaded(desk);
      const takeOver = async () => {
        if (at === "elsewhere") await services.takeOver();
        return goBack(back);
      };
      return <WayBack at={at} kind={back.kind} onBack={takeOver} />;
    }
    case "left": {
      const { LeftBefore } = loaded(desk);
      return (
        <LeftBefore
          back={step.back}
          expires={step.expires}
          onBack={() => goBack(step.back)}
          onForget={() => services.forgetLeft()}
        />
      );
    }
    case "inside": {
      const { Inside } = loaded(inside);
      return (
        <Inside
          key={step.model}
          services={services}
          model={step.model}
          back={step.back}
          onBack={goBack}
        />
      );
    }
  }
}
