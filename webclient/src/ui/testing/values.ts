// Call models and media made of plain values: what the screens are drawn from in tests and in the gallery.
import { signal } from "@preact/signals";
import type {
  CallModel,
  ChatLine,
  Ending,
  Incident,
  Inputs,
  Knock,
  LocalMedia,
  Peer,
  Phase,
  Problem,
} from "../../call/model.ts";
import type { CallKind } from "../../crypto/link.ts";

/** What has been called, in order: "admit 0102", "say Hello". */
export type Calls = string[];

export function aPeer(name: string, more: Partial<Peer> = {}): Peer {
  return {
    sid: `sid-${name}`,
    name,
    host: false,
    state: "connected",
    route: "direct",
    stream: new MediaStream(),
    microphone: true,
    camera: true,
    safety: { emoji: [2, 15, 34, 8], digits: "070416" },
    program: "same",
    ...more,
  };
}

interface ModelValues {
  kind?: CallKind;
  role?: "host" | "guest";
  seats?: number;
  phase?: Phase;
  ending?: Ending;
  endedAt?: Date;
  hostHere?: boolean;
  hostName?: string;
  topic?: string;
  knocked?: boolean;
  full?: boolean;
  notes?: readonly string[];
  knocks?: readonly Knock[];
  peers?: readonly Peer[];
  chat?: readonly ChatLine[];
  serverHere?: boolean;
  incident?: Incident;
  problem?: Problem;
}

/** A call that stands still until somebody writes one of its signals; its methods only note that they were called. */
export function aModel(values: ModelValues = {}, calls: Calls = []) {
  const { kind = "video", role = "guest" } = values;
  return {
    kind,
    role,
    seats: signal(values.seats ?? 4),
    phase: signal<Phase>(values.phase ?? "waiting"),
    ending: signal<Ending | undefined>(values.ending),
    endedAt: signal<Date | undefined>(values.endedAt),
    hostHere: signal(values.hostHere ?? true),
    hostName: signal<string | undefined>(values.hostName),
    topic: signal<string | undefined>(values.topic),
    knocked: signal(values.knocked ?? false),
    full: signal(values.full ?? false),
    notes: signal<readonly string[]>(values.notes ?? []),
    knocks: signal<readonly Knock[]>(values.knocks ?? []),
    peers: signal<readonly Peer[]>(values.peers ?? []),
    chat: signal<readonly ChatLine[]>(values.chat ?? []),
    serverHere: signal(values.serverHere ?? true),
    incident: signal(values.incident),
    problem: signal<Problem | undefined>(values.problem),
    join: (name, { relayOnly }) => calls.push(`join ${name}${relayOnly ? " by relay" : ""}`),
    admit: (sid) => calls.push(`admit ${sid}`),
    deny: (sid) => calls.push(`deny ${sid}`),
    note: (sid, text) => calls.push(`note ${sid} ${text}`),
    remove: (sid) => calls.push(`remove ${sid}`),
    files: {
      send: (file) => calls.push(`send ${file.name}`),
      accept: (line) => calls.push(`accept ${line}`),
      cancel: (line) => calls.push(`cancel ${line}`),
    },
    say: (text) => calls.push(`say ${text}`),
    leave: () => calls.push("leave"),
    endForAll: () => calls.push("end"),
    dismissProblem: () => calls.push("dismiss"),
  } satisfies CallModel;
}

interface MediaValues {
  microphone?: boolean;
  camera?: boolean;
  level?: number;
  problem?: Problem;
  stream?: MediaStream;
  microphones?: Inputs;
  cameras?: Inputs;
}

const unnamed: Inputs = { all: [], current: "" };

/** Devices that are there when asked for, unless a problem is given. */
export function someMedia(values: MediaValues = {}, calls: Calls = []) {
  const microphone = signal(values.microphone ?? false);
  const camera = signal(values.camera ?? false);
  const media = {
    stream: values.stream ?? new MediaStream(),
    microphone,
    camera,
    level: signal(values.level ?? 0),
    inputs: {
      microphone: signal(values.microphones ?? unnamed),
      camera: signal(values.cameras ?? unnamed),
    },
    problem: signal<Problem | undefined>(values.problem),
    open: async (want) => {
      calls.push(`open${want.microphone ? " microphone" : ""}${want.camera ? " camera" : ""}`);
      if (values.problem) return;
      microphone.value = want.microphone;
      camera.value = want.camera;
    },
    setMicrophone: async (on) => {
      calls.push(`microphone ${on ? "on" : "off"}`);
      microphone.value = on;
    },
    setCamera: async (on) => {
      calls.push(`camera ${on ? "on" : "off"}`);
      camera.value = on;
    },
    choose: async (device, id) => {
      calls.push(`choose ${device} ${id}`);
    },
    close: () => calls.push("close"),
  } satisfies LocalMedia;
  return media;
}
