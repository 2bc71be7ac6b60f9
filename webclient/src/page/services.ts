// The contract between the screens and everything that is not a screen.
import type { ReadonlySignal } from "@preact/signals-core";
import type { CallModel, LocalMedia } from "../call/model.ts";
import type { CallKind } from "../crypto/link.ts";
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

export type CreateRoomOptions = Pick<CreatedRoom, "kind" | "topic" | "seats">;

export interface Services {
  readonly initialScreen: InitialScreen;
  /**
   * Creates a room on the server. Rejects with an Error that has a stable `code`:
   * "create-forbidden", "create-unanswered", ... `working` is called if the server asks for some
   * work first, which takes a second or a few.
   */
  createRoom(options: CreateRoomOptions, working: () => void): Promise<CreatedRoom>;
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
