// From the door to the end: which screen a call model's phase calls for.
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CallModel } from "../call/model.ts";
import type { ReturnToCall, Services } from "../page/services.ts";
import { tellAdmitted } from "./call/admitted.ts";
import { stage } from "./late.ts";
import { Appointment } from "./screens/appointment.tsx";
import { Lobby } from "./screens/lobby.tsx";
import { CallOver, RoomGone } from "./screens/over.tsx";
import { PreJoin } from "./screens/prejoin.tsx";

interface Props {
  services: Services;
  model: CallModel;
  /** The person was here a moment ago: no pre-join screen. */
  back: ReturnToCall | undefined;
  /** After leaving. */
  onBack: (back: ReturnToCall) => void;
}

export function Inside({ services, model, back, onBack }: Props) {
  const name = useSignal(back?.name);
  const wasIn = useSignal(back?.wasIn ?? false);
  const [media] = useState(() => (model.kind === "chat" ? undefined : services.localMedia()));
  const phase = model.phase.value;
  const call = stage.module.value;
  const finished = phase === "over" || phase === "gone";

  // A host is in as soon as she has knocked at her own door.
  const isSoonIn = name.value !== undefined || model.role === "host";
  useEffect(() => {
    if (isSoonIn) void stage.load();
  }, [isSoonIn]);

  useEffect(() => {
    if (finished) media?.close();
  }, [finished, media]);

  // What was on is on again, but not before this person is in again.
  const resumed = useRef(back === undefined);
  useEffect(() => {
    if (phase !== "joined" || resumed.current || back === undefined) return;
    resumed.current = true;
    void media?.resume(back);
  }, [phase, media, back]);

  useEffect(() => {
    if (phase !== "joined") return;
    wasIn.value = true;
    return tellAdmitted(model.role);
  }, [phase, model]);

  if (phase === "gone") return <RoomGone />;
  if (phase === "over")
    return (
      <CallOver
        model={model}
        wasIn={wasIn.value}
        start={services.startAddress()}
        back={services.left.value}
        onBack={onBack}
      />
    );
  const room = model.role === "host" ? services.hostRoom.value : undefined;
  const appointment = room && (
    <Appointment room={room} services={services} isDateKnown={phase === "joined"} />
  );
  // Nobody is let in so soon; until it is there, what was on the screen stays.
  if (phase === "joined" && call !== undefined)
    return (
      <call.CallStage
        model={model}
        media={media}
        name={name.value ?? ""}
        invitation={services.invitation()}
        room={room}
        appointment={appointment}
      />
    );
  const asked = name.value !== undefined;
  if (asked && (model.role === "guest" || back !== undefined)) {
    const invitation = services.invitation();
    return <Lobby model={model} media={media} invitation={invitation} returning={wasIn.value} />;
  }
  const joinCall = (chosen: string, relayOnly: boolean) => {
    if (name.peek() !== undefined) return; // pressed again before this was drawn
    name.value = chosen;
    model.join(chosen, { relayOnly });
  };
  return (
    <PreJoin model={model} media={media} asked={asked} onJoin={joinCall}>
      {appointment}
    </PreJoin>
  );
}
