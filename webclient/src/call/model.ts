// What a call shows to whoever draws it. The call owns the signals and writes them; screens read
// them and call the methods.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallKind } from "../crypto/link.ts";
import type { SafetyCode } from "../crypto/safety.ts";
import type { BlurState } from "../media/blur.ts";
import type { MicrophoneHint } from "../media/hints.ts";
import type { Device, Inputs } from "../media/inputs.ts";
import type { LocalScreen, SharedScreen, ShareMode } from "../media/screen.ts";
import type { ScreenProblem } from "../media/screenerrors.ts";
import type { KnowsMessage, Paused } from "../net/protocol.ts";
import type { Pointing, Share } from "../net/sharing.ts";
import type { FileState, PeerProgram, PeerState, Route } from "../peer/state.ts";
import type { ChatLine, SharedFiles } from "./chatline.ts";
import type { Hosting } from "./hosting/model.ts";
import type { Participation } from "./participation/model.ts";
import type { TogetherModel } from "./together/model.ts";
import type { QualityModel } from "./uplink/model.ts";

/** Where this client stands with the room. */
export type Phase =
  | "connecting" // the server has not welcomed us yet
  | "waiting" // a guest before admission: on the pre-join screen or in the lobby
  | "joined" // a member: in the call
  | "over" // see `ending`
  | "gone"; // the room is over, expired or never existed: nobody can tell which

/** How the host went: by its own word, or it is lost to the server and to us. */
export type HostAway = "left" | "lost";

/**
 * What the server says to a host who has left for now: nothing yet, that the room stays, or nothing
 * any more.
 */
export type Stays = "asked" | "promised" | "unheard";

/** Why a call that this client was part of, or knocked at, is over. */
export type Ending =
  | "ended"
  | "left"
  | "forgotten"
  | "denied"
  | "removed"
  | "replaced"
  | "ended-by-operator";

/** What the server has said of a room while its call went on without it: nobody can come in any more. */
export type Fate = "room-gone" | "ended-by-operator";

export { type Pointing, pointerScale, type Share } from "../net/sharing.ts";
export type { ChatLine, FileShare, SharedFile, SharedFiles } from "./chatline.ts";
export { isOnDisk, isUnderWay, written } from "./chatline.ts";
export type {
  BlurState,
  Device,
  FileState,
  Inputs,
  LocalScreen,
  MicrophoneHint,
  PeerProgram,
  PeerState,
  Route,
  SafetyCode,
  ScreenProblem,
  SharedScreen,
  ShareMode,
};

export interface Peer {
  readonly sid: string;
  readonly name: string;
  readonly host: boolean;
  readonly state: PeerState;
  readonly route: Route;
  /** The same object for the whole life of the pair; tracks come and go in it. */
  readonly stream: MediaStream;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly share: Share | undefined;
  /** What they share, and its sound; the same object as well. */
  readonly screen: MediaStream;
  /** Their picture does not come for now: their line does not carry it, or their device is busy. */
  readonly paused?: Paused | undefined;
  /** Their hand is up; the lower number was up first. */
  readonly hand: number | undefined;
  /** To be compared with the other's, aloud; undefined until both sides have made it. */
  readonly safety: SafetyCode | undefined;
  /** The other side has not done its part of the code in time. */
  readonly withheld: boolean;
  /** The person has marked this code as compared, for as long as this connection lives. */
  readonly compared: boolean;
  readonly program: PeerProgram;
  /** In another group: nothing goes there, and what comes from there is not for us. */
  readonly apart?: boolean;
}

/** Somebody who has knocked and waits for the host. */
export interface Knock {
  readonly sid: string;
  readonly name: string;
  /** With which they have knocked: perhaps that of a link for one person (page/guestlinks.ts). */
  readonly ticket?: string | undefined;
  /** A telephone: what it hears is not encrypted to the end. */
  readonly phone?: boolean;
}

/**
 * Something that went wrong and that a person should see; `code` is stable, words are in ui/i18n
 * under `problem.<code>`.
 */
export interface Problem {
  readonly code: string;
  /** The peer it is about, if it is about one. */
  readonly name?: string;
  /** It is over when we reach this peer, or the peer is gone. */
  readonly until?: string;
  /** The device it is about, if it is about one. */
  readonly device?: Device;
  /** An alarm about somebody who could see and hear us already. */
  readonly late?: boolean;
}

/** What a person brings into the call. */
export interface LocalMedia {
  readonly screen: LocalScreen;
  readonly stream: MediaStream;
  /** False when there is no such device or it was not allowed: its button then asks for it. */
  readonly microphone: ReadonlySignal<boolean>;
  readonly camera: ReadonlySignal<boolean>;
  /**
   * The last failed attempt to get a device, until the next one: "device-denied", "device-missing",
   * "device-busy", ...
   */
  readonly problem: ReadonlySignal<Problem | undefined>;
  /**
   * What the person wants: ahead of `microphone` and `camera` for as long as the browser is being
   * asked.
   */
  readonly wanted: Readonly<Record<Device, ReadonlySignal<boolean>>>;
  /** Asks for what the kind of call needs. Never rejects; see `problem`. */
  switchOn(want: { microphone: boolean; camera: boolean }): Promise<void>;
  /** The same for what was on before a reload, except for what the person has switched since. */
  resume(was: { microphone: boolean; camera: boolean }): Promise<void>;
  /**
   * Off is at once, whatever the browser is being asked; it keeps the track and sends silence, so
   * that on is fast.
   */
  setMicrophone(on: boolean): Promise<void>;
  /** Off is at once, too, and stops the track, so that the device's light goes out. */
  setCamera(on: boolean): Promise<void>;
  /** Both off, and let go of; what the browser still gives is let go of as well. */
  release(): void;
  /** What there is to choose from; empty until the browser may use one. */
  readonly inputs: Readonly<Record<Device, ReadonlySignal<Inputs>>>;
  /** Uses another one from now on; what is off stays off. */
  choose(device: Device, id: string): Promise<void>;
  /** Whether the background of one's picture is blurred. */
  readonly blur: ReadonlySignal<BlurState>;
  /** From now on; what cannot be blurred is not seen. */
  blurBackground(wanted: boolean): Promise<void>;
  /** 0 to 1, about ten times a second while a microphone is on. */
  readonly level: ReadonlySignal<number>;
  /** That nothing comes from the microphone, or that somebody talks while it is off. */
  readonly hint: ReadonlySignal<MicrophoneHint | undefined>;
  close(): void;
}

/** The operator looks for a fault and has the server write down more than usual. */
export interface Incident {
  readonly until: Date;
  readonly reason: string;
}

/** What the server says that it holds of us and the room, and when it said so. */
export interface Known {
  readonly at: Date;
  readonly said: KnowsMessage;
}

/** How somebody leaves. */
export interface LeaveOptions {
  /** Host: may come back, so the room stays until it expires. */
  readonly keep?: boolean;
}

export interface CallModel {
  readonly kind: CallKind;
  /** Of this moment: the host can hand its role over. Signals are behind it. */
  readonly role: "host" | "guest";
  readonly seats: ReadonlySignal<number>;
  /** The time for which people have arranged to meet, as the server keeps it for the host. */
  readonly appointment: ReadonlySignal<Date | undefined>;
  /** The server says that something lies there to be taken. */
  readonly box: ReadonlySignal<boolean | undefined>;
  readonly phase: ReadonlySignal<Phase>;
  readonly ending: ReadonlySignal<Ending | undefined>;
  /** When the room expires, as far as this client has heard. */
  readonly expires: ReadonlySignal<Date | undefined>;
  /** Guest, in the call: the host is not, and may come back. */
  readonly hostAway: ReadonlySignal<HostAway | undefined>;
  /** Host: has left for now. */
  readonly stays: ReadonlySignal<Stays | undefined>;
  /** When the server confirmed that the room is erased, if it did. */
  readonly endedAt: ReadonlySignal<Date | undefined>;
  /** When the server confirmed that we have left, if it did. */
  readonly leftAt: ReadonlySignal<Date | undefined>;
  /**
   * Host: has ended the call, and says so to the server until it confirms it (`endedAt`) or the
   * socket is closed for good.
   */
  readonly endSaid: ReadonlySignal<boolean>;

  /**
   * Guest, before admission: is the host here, what is the host called, has the person knocked,
   * what did the host write.
   */
  readonly hostHere: ReadonlySignal<boolean>;
  /** The host's client has answered our knock since the last loss on either side. */
  readonly hostKnows: ReadonlySignal<boolean>;
  readonly hostName: ReadonlySignal<string | undefined>;
  readonly topic: ReadonlySignal<string | undefined>;
  readonly knocked: ReadonlySignal<boolean>;
  readonly full: ReadonlySignal<boolean>;
  /** The sid of who records, or has asked to: of a call, or by the host's word of one to come. */
  readonly recorder: ReadonlySignal<string | undefined>;
  /** The host lets nobody knock. */
  readonly shut: ReadonlySignal<boolean>;
  readonly notes: ReadonlySignal<readonly string[]>;

  /** Host: when somebody was last turned away at the door. */
  readonly turnedAwayAt: ReadonlySignal<Date | undefined>;
  /** Host: nobody may knock. */
  readonly locked: ReadonlySignal<boolean>;
  /** Host: who waits. */
  readonly knocks: ReadonlySignal<readonly Knock[]>;

  /** Those who are with us: all, or those of our group. */
  readonly peers: ReadonlySignal<readonly Peer[]>;
  /** All in the call, of whatever group. */
  readonly everybody: ReadonlySignal<readonly Peer[]>;
  /** Where we are while there are groups: the name of ours, or "" for the main room. */
  readonly group: ReadonlySignal<string | undefined>;
  readonly chat: ReadonlySignal<readonly ChatLine[]>;
  readonly files: SharedFiles;
  readonly participation: Participation;
  readonly hosting: Hosting;
  readonly together: TogetherModel;
  /** Who points at which shared screen at this moment. */
  readonly pointing: ReadonlySignal<readonly Pointing[]>;
  readonly quality: QualityModel;
  /** False while the socket to the server is lost; a call goes on without it. */
  readonly serverHere: ReadonlySignal<boolean>;
  /** The socket was closed for good: nothing is tried again. */
  readonly closed: ReadonlySignal<boolean>;
  /** The room is no more, and the call goes on between those who reach each other directly. */
  readonly fate: ReadonlySignal<Fate | undefined>;
  /** Why it is not here, if the server itself says so. */
  readonly refusal: ReadonlySignal<"too-many" | undefined>;
  readonly incident: ReadonlySignal<Incident | undefined>;
  /** The server's newest answer to askServer. */
  readonly known: ReadonlySignal<Known | undefined>;
  /** Shown until dismissed. A security alarm ("alarm") cannot be dismissed. */
  readonly problem: ReadonlySignal<Problem | undefined>;

  /** A guest knocks; a host enters. `relayOnly` hides the network address from the others. */
  join(name: string, options: { relayOnly: boolean }): void;
  admit(sid: string): void;
  deny(sid: string): void;
  lock(on: boolean): void;
  sendNote(sid: string, text: string): void;
  remove(sid: string): void;
  /** The person has compared the safety code with this one. */
  compare(sid: string): void;
  /** `reply` is the key of the line that it answers. */
  sendChat(text: string, reply?: string): void;
  /** Shows all where one points on this person's screen, in ten-thousandths. */
  point(presenter: string, x: number, y: number): void;
  leave(how?: LeaveOptions): void;
  endForAll(): void;
  askServer(): void;
  /** Leaves, or as the host ends the call for all, and lets go of what this page holds of it. */
  forgetMe(endForAll: boolean): void;
  dismissProblem(): void;
}
