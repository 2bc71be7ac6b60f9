// Call models and media made of plain values: what the screens are drawn from in tests and in the
// gallery.
import { signal } from "@preact/signals";
import type {
  BlurState,
  CallModel,
  ChatLine,
  Ending,
  Fate,
  HostAway,
  Incident,
  Inputs,
  Knock,
  Known,
  LocalMedia,
  MicrophoneHint,
  Peer,
  Phase,
  Pointing,
  Problem,
  Stays,
} from "../../call/model.ts";
import type { PartState } from "../../call/together/model.ts";
import { freeUplink, type LineFigures, type OwnUplink } from "../../call/uplink/model.ts";
import type { CallKind } from "../../crypto/link.ts";
import { type HostingValues, someHosting } from "./hosting.ts";
import { type ParticipationValues, someParticipation } from "./participation.ts";
import { type ScreenValues, someScreen } from "./screenvalues.ts";

/** What has been called, in order: "admit 0102", "say Hello". */
export type Calls = string[];

export function somePeer(name: string, more: Partial<Peer> = {}): Peer {
  return {
    sid: `sid-${name}`,
    name,
    host: false,
    state: "connected",
    route: "direct",
    stream: new MediaStream(),
    microphone: true,
    camera: true,
    hand: undefined,
    share: undefined,
    screen: new MediaStream(),
    safety: { emoji: [2, 15, 34, 8], digits: "070416" },
    withheld: false,
    compared: false,
    program: "same",
    ...more,
  };
}

/** What a server says to somebody in this role, as in docs/protocol.md. */
export function someReport(role: Known["said"]["role"] = "guest"): Known {
  const said: Known["said"] = {
    kind: "knows",
    address: "192.0.2.7:50312",
    source: { sockets: 1, attempts: 2, since: 1_772_715_600, creates: 0, knocks: 1 },
    created: false,
    sid: "AAECAwQFBgc",
    key: "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8",
    role,
    handle: "k3q7ab2xyz",
    seats: 4,
    expires: 1_773_324_000,
    hostKey: "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8",
    ...(role !== "knocker" && {
      used: true,
      removal: 1790000000000,
      connected: true,
      members: 2,
      waiting: 0,
      relay: someRelay,
    }),
  };
  return { at: new Date(2026, 2, 5, 14, 32, 7), said };
}

const someAddress = {
  address: "192.0.2.7:40112",
  relayed: "192.0.2.1:51234",
  permitted: true,
  sent: 1_772_716_000,
};
const someRelay: NonNullable<Known["said"]["relay"]> = {
  allocations: [
    { ...someAddress, transport: "udp", until: 1_772_719_200, channels: 1 },
    { ...someAddress, transport: "tcp", until: 1_772_719_140, channels: 0 },
  ],
};

interface ModelValues extends ParticipationValues, HostingValues {
  kind?: CallKind;
  role?: "host" | "guest";
  seats?: number;
  phase?: Phase;
  ending?: Ending;
  expires?: Date;
  hostAway?: HostAway;
  stays?: Stays;
  endedAt?: Date;
  leftAt?: Date;
  endSaid?: boolean;
  hostHere?: boolean;
  hostKnows?: boolean;
  hostName?: string;
  topic?: string;
  knocked?: boolean;
  full?: boolean;
  shut?: boolean;
  locked?: boolean;
  turnedAwayAt?: Date;
  notes?: readonly string[];
  knocks?: readonly Knock[];
  peers?: readonly Peer[];
  everybody?: readonly Peer[];
  group?: string;
  chat?: readonly ChatLine[];
  appointment?: Date;
  serverHere?: boolean;
  fate?: Fate;
  closed?: boolean;
  refusal?: "too-many";
  incident?: Incident;
  uplink?: OwnUplink;
  figures?: LineFigures;
  known?: Known;
  problem?: Problem;
  pointing?: readonly Pointing[];
  parts?: ReadonlyMap<string, PartState>;
}

/**
 * A call that stands still until somebody writes one of its signals; its methods only note that
 * they were called.
 */
export function someModel(values: ModelValues = {}, calls: Calls = []) {
  const { kind = "video", role = "guest" } = values;
  const peers = signal<readonly Peer[]>(values.peers ?? []);
  return {
    kind,
    role,
    seats: signal(values.seats ?? 4),
    phase: signal<Phase>(values.phase ?? "waiting"),
    ending: signal<Ending | undefined>(values.ending),
    expires: signal(values.expires),
    hostAway: signal(values.hostAway),
    stays: signal(values.stays),
    endedAt: signal<Date | undefined>(values.endedAt),
    leftAt: signal(values.leftAt),
    endSaid: signal(values.endSaid ?? false),
    hostHere: signal(values.hostHere ?? true),
    hostKnows: signal(values.hostKnows ?? true),
    hostName: signal<string | undefined>(values.hostName),
    topic: signal<string | undefined>(values.topic),
    knocked: signal(values.knocked ?? false),
    ...{ full: signal(values.full ?? false), shut: signal(values.shut ?? false) },
    recorder: signal<string | undefined>(undefined),
    locked: signal(values.locked ?? false),
    turnedAwayAt: signal(values.turnedAwayAt),
    notes: signal<readonly string[]>(values.notes ?? []),
    knocks: signal<readonly Knock[]>(values.knocks ?? []),
    ...{ peers, everybody: values.everybody ? signal(values.everybody) : peers },
    group: signal(values.group),
    chat: signal<readonly ChatLine[]>(values.chat ?? []),
    appointment: signal(values.appointment),
    box: signal<boolean | undefined>(undefined),
    serverHere: signal(values.serverHere ?? true),
    fate: signal(values.fate),
    closed: signal(values.closed ?? false),
    refusal: signal(values.refusal),
    incident: signal(values.incident),
    known: signal(values.known),
    problem: signal<Problem | undefined>(values.problem),
    join: (name, { relayOnly }) => calls.push(`join ${name}${relayOnly ? " by relay" : ""}`),
    admit: (sid) => calls.push(`admit ${sid}`),
    deny: (sid) => calls.push(`deny ${sid}`),
    lock: (on) => calls.push(on ? "lock" : "unlock"),
    sendNote: (sid, text) => calls.push(`note ${sid} ${text}`),
    compare: (sid) => calls.push(`compare ${sid}`),
    remove: (sid) => calls.push(`remove ${sid}`),
    files: {
      send: (file) => calls.push(`send ${file.name}`),
      accept: (line) => calls.push(`accept ${line}`),
      cancel: (line) => calls.push(`cancel ${line}`),
    },
    sendChat: (text, reply) => calls.push(`say ${text}${reply ? ` to ${reply}` : ""}`),
    participation: someParticipation(values, calls),
    hosting: someHosting(values, calls),
    together: {
      parts: signal<ReadonlyMap<string, PartState>>(values.parts ?? new Map()),
      use: (name) => calls.push(`use ${name}`),
    },
    pointing: signal(values.pointing ?? []),
    point: (presenter, x, y) => calls.push(`point ${presenter} ${x} ${y}`),
    leave: (how = {}) => calls.push(how.keep ? "leave for now" : "leave"),
    endForAll: () => calls.push("end"),
    quality: {
      uplink: signal(values.uplink ?? freeUplink),
      showPicture: () => {},
      figuresOf: () => values.figures,
      putFilesFirst: () => calls.push("files first"),
      tryAgain: () => calls.push("try picture"),
    },
    askServer: () => calls.push("ask"),
    forgetMe: (endForAll) => calls.push(endForAll ? "end and forget" : "forget"),
    dismissProblem: () => calls.push("dismiss"),
  } satisfies CallModel;
}

interface MediaValues extends ScreenValues {
  microphone?: boolean;
  camera?: boolean;
  level?: number;
  problem?: Problem;
  hint?: MicrophoneHint;
  stream?: MediaStream;
  microphones?: Inputs;
  cameras?: Inputs;
  blur?: BlurState;
}

const unnamed: Inputs = { all: [], current: "" };

/** Devices that are there when asked for, unless a problem is given. */
export function someMedia(values: MediaValues = {}, calls: Calls = []) {
  const microphone = signal(values.microphone ?? false);
  const camera = signal(values.camera ?? false);
  const media = {
    screen: someScreen(values, calls),
    stream: values.stream ?? new MediaStream(),
    microphone,
    camera,
    wanted: { microphone, camera },
    level: signal(values.level ?? 0),
    hint: signal(values.hint),
    blur: signal(values.blur ?? "unable"),
    inputs: {
      microphone: signal(values.microphones ?? unnamed),
      camera: signal(values.cameras ?? unnamed),
    },
    problem: signal<Problem | undefined>(values.problem),
    switchOn: async (want) => {
      calls.push(`open${want.microphone ? " microphone" : ""}${want.camera ? " camera" : ""}`);
      if (values.problem) return;
      microphone.value = want.microphone;
      camera.value = want.camera;
    },
    resume: async (was) => {
      calls.push(`resume${was.microphone ? " microphone" : ""}${was.camera ? " camera" : ""}`);
      microphone.value = was.microphone;
      camera.value = was.camera;
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
    blurBackground: async (wanted) => {
      calls.push(`blur ${wanted ? "on" : "off"}`);
    },
    release: () => {
      calls.push("let go");
      microphone.value = camera.value = false;
    },
    close: () => calls.push("close"),
  } satisfies LocalMedia;
  return media;
}
