// The contract between the screens and everything that is not a screen.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallModel, LocalMedia } from "../call/model.ts";
import type { CallKind } from "../crypto/link.ts";
import type { About } from "./about.ts";
import type { CreatorKey } from "./creatorkey.ts";
import type { CreatedRoom, RememberedRooms } from "./remembered.ts";

export type { CreatedRoom };

/** How this page was opened. */
export type InitialScreen =
  | { readonly at: "start" }
  | { readonly at: "guest"; readonly kind: CallKind }
  | { readonly at: "host"; readonly kind: CallKind }
  /** A room that was made here, before a reload. */
  | { readonly at: "ready"; readonly room: CreatedRoom }
  /** A link that leads nowhere: "link-incomplete" and others. The person can correct `damaged`. */
  | { readonly at: "problem"; readonly code: string; readonly damaged?: string }
  | ReturnToCall
  /** The same, while the call goes on in another tab of this browser. */
  | { readonly at: "elsewhere"; readonly back: ReturnToCall }
  /**
   * The same, after some time: perhaps somebody else started the browser again, or nobody did.
   */
  | { readonly at: "away"; readonly back: ReturnToCall }
  /** The person has left the call in this tab, and may come back. */
  | { readonly at: "left"; readonly back: ReturnToCall; readonly expires: Date | undefined };

/** The page was reloaded in the call or in the lobby, and goes straight back there. */
export interface ReturnToCall {
  readonly at: "return";
  readonly role: "host" | "guest";
  readonly kind: CallKind;
  readonly name: string;
  /** Had been let in, not only knocked. */
  readonly wasIn: boolean;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly relayOnly: boolean;
}

/** A room as its host's page knows it; without an expiry nothing is known of its times. */
export type HostRoom = Omit<CreatedRoom, "expires"> & { readonly expires: Date | undefined };

export type CreateRoomOptions = Pick<CreatedRoom, "kind" | "topic" | "seats" | "when">;

export interface Services {
  readonly initialScreen: InitialScreen;
  /** What the server says about itself; undefined until it has answered. */
  readonly about: ReadonlySignal<About | undefined>;
  /** The creator link by which the person came, if there is one. */
  readonly creator: CreatorKey;
  /**
   * Creates a room on the server. Rejects with an Error that has a stable `code`:
   * "create-forbidden", "create-unanswered", ... `working` is called if the server asks for some
   * work first, which takes a second or a few.
   */
  createRoom(options: CreateRoomOptions, working: () => void): Promise<CreatedRoom>;
  /**
   * Gives a room another date, or takes its date away; its life follows. Rejects as createRoom
   * does: "room-gone", "too-long", "create-unanswered", ...
   */
  moveRoom(room: HostRoom, when: Date | undefined): Promise<CreatedRoom>;
  /**
   * Ends a room, and the call in it, for everybody. Resolves once the server has confirmed that it
   * is erased; rejects with "room-gone" if there was none, and as createRoom does.
   */
  endRoom(room: CreatedRoom): Promise<void>;
  /** Whether another tab of this browser is in the call. */
  isElsewhere(room: CreatedRoom): Promise<boolean>;
  /** The room at hand, if this page is its host's. */
  readonly hostRoom: ReadonlySignal<HostRoom | undefined>;
  /** Whether the host has the host link where it lasts, besides in this tab. */
  readonly saved: ReadonlySignal<boolean>;
  /** She has got a file that holds the host link. To copy it is not enough: the next copy takes it. */
  noteSaved(): void;
  /** Loads what a call needs; resolves once that is there. Before it no room can be entered. */
  loadCall(): Promise<void>;
  /**
   * Starts signalling for the opened or created room, or for a remembered one: on Continue, on
   * Enter, at once when returning, and again when coming back after leaving.
   */
  enterRoom(room?: CreatedRoom): CallModel;
  /** What this tab keeps of a call that the person has left, to come back. */
  readonly left: ReadonlySignal<ReturnToCall | undefined>;
  /** Lets go of that, and of the room if this browser remembers it. */
  forgetLeft(): void;
  /** Ends the call in the other tab; resolves when that is done. */
  takeOver(): Promise<void>;
  /** The rooms that this browser was asked to remember; undefined where that makes no sense. */
  readonly remembered: RememberedRooms | undefined;
  /** The person's devices; made at the first need. */
  localMedia(): LocalMedia;
  /** Opens a link of this server by its fragment. */
  followLink(fragment: string): void;
  /**
   * Where the next room is made: the start page, with the creator link by which the person came.
   */
  startAddress(): string;
  /**
   * The guest link of the room at hand, if this page knows it: to invite, or to open it in another
   * browser.
   */
  invitation(): string | undefined;
}
