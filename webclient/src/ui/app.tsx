// The screens and the way from one to the next. main.ts mounts them and supplies the services.
import { useComputed, useSignal } from "@preact/signals";
import { options, render } from "preact";
import { useState } from "preact/hooks";
import type { CallModel } from "../call/model.ts";
import type { CallKind } from "../crypto/link.ts";
import type { CreatedRoom, ReturnToCall, Services } from "../page/services.ts";
import { Inside } from "./inside.tsx";
import { Announcer } from "./parts/announcer.tsx";
import { keepFocus } from "./parts/focus.ts";
import { nextFrame } from "./parts/frame.ts";
import { startCounting } from "./parts/heading.tsx";
import { useUnloadQuestion } from "./parts/unload.ts";
import { LeftBefore } from "./screens/comeback.tsx";
import { GuestLanding, HostLanding } from "./screens/landing.tsx";
import { ProblemScreen } from "./screens/problem.tsx";
import { RoomReady } from "./screens/ready.tsx";
import { StartScreen } from "./screens/start.tsx";
import { WayBack } from "./screens/wayback.tsx";
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
  return step.model.phase.value === "joined" && step.model.peers.value.length > 0;
}

function App({ services }: { services: Services }) {
  const [first] = useState(() => firstStep(services));
  const step = useSignal<Step>(first);
  const enterRoom = (room?: CreatedRoom) => {
    step.value = { at: "inside", model: services.enterRoom(room), back: undefined };
  };
  // The server's answer may come late: whoever has gone on meanwhile is not called back.
  const showReady = (room: CreatedRoom) => {
    if (["start", "ready"].includes(step.peek().at)) step.value = { at: "ready", room };
  };
  const asks = useComputed(
    () => isLostWithTab(services, step.value) || isHostAmongOthers(step.value),
  );
  useUnloadQuestion(asks.value);
  const goBack = (back: ReturnToCall) => {
    step.value = comeBack(services, back);
  };
  return (
    <>
      <Screen
        step={step.value}
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
  enterRoom: (room?: CreatedRoom) => void;
  showReady: (room: CreatedRoom) => void;
  goBack: (back: ReturnToCall) => void;
}

function Screen({ step, services, enterRoom, showReady, goBack }: ScreenProps) {
  switch (step.at) {
    case "start":
      return <StartScreen services={services} onCreated={showReady} onEnter={enterRoom} />;
    case "ready":
      return (
        <RoomReady
          room={services.remembered?.find(step.room) ?? step.room}
          services={services}
          onEnter={() => enterRoom()}
          onMoved={showReady}
        />
      );
    case "guest":
      return (
        <GuestLanding kind={step.kind} about={services.about} onContinue={() => enterRoom()} />
      );
    case "host":
      return (
        <HostLanding
          room={services.hostRoom.value}
          services={services}
          onEnter={() => enterRoom()}
        />
      );
    case "problem":
      return (
        <ProblemScreen
          code={step.code}
          invitation={services.invitation()}
          damaged={step.damaged}
          onLink={services.followLink}
        />
      );
    case "elsewhere":
    case "away": {
      const { at, back } = step;
      const takeOver = async () => {
        if (at === "elsewhere") await services.takeOver();
        goBack(back);
      };
      return <WayBack at={at} kind={back.kind} onBack={takeOver} />;
    }
    case "left":
      return (
        <LeftBefore
          back={step.back}
          expires={step.expires}
          onBack={() => goBack(step.back)}
          onForget={() => services.forgetLeft()}
        />
      );
    case "inside":
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
