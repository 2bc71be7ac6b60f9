// The rooms whose host this person is, as far as this page and this browser know of them.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { openRoomKeys } from "../call/roomkeys.ts";
import { type HostLink, parseLink } from "../crypto/link.ts";
import { Tabs } from "../net/tabs.ts";
import { type About, dayMs, remembersByDefault } from "./about.ts";
import { loadModule } from "./chunk.ts";
import type { CreatorKey } from "./creatorkey.ts";
import type { CreatedRoom, RememberedRooms } from "./remembered.ts";
import { lifetimeFor, roomOf, withLinks } from "./roomlinks.ts";
import type { CreateRoomOptions, HostRoom } from "./services.ts";
import type { MadeRoom } from "./tabstate.ts";

/** Loads what makes, moves and ends rooms. If it does not arrive, the server has not answered. */
export async function loadRoomWork() {
  try {
    return await loadModule("page/newroom", () => import("./newroom.ts"));
  } catch (cause) {
    throw Object.assign(new Error("the page did not get its files", { cause }), {
      code: "create-unanswered",
    });
  }
}

interface HostRoomsOptions {
  readonly about: ReadonlySignal<About | undefined>;
  readonly creator: CreatorKey;
  readonly remembered: RememberedRooms | undefined;
  /** The room at hand has changed: it was moved, or its host link was saved. */
  changed(room: CreatedRoom, saved: boolean): void;
}

export class HostRooms {
  readonly #options: HostRoomsOptions;
  readonly #current = signal<HostRoom | undefined>(undefined);
  readonly current: ReadonlySignal<HostRoom | undefined> = this.#current;
  readonly #saved = signal(false);
  readonly saved: ReadonlySignal<boolean> = this.#saved;

  constructor(options: HostRoomsOptions) {
    this.#options = options;
  }

  /** This is the room at hand from now on. */
  take(room: HostRoom, saved: boolean): void {
    this.#current.value = room;
    this.#saved.value = saved;
  }

  /** The room of this link is at hand: as it was `made` in this tab, is remembered, or unknown. */
  async learn(link: HostLink, made: MadeRoom | undefined): Promise<void> {
    if (made !== undefined) return this.take(await roomOf(link, made), made.saved === true);
    const blank = { kind: link.kind, topic: "", seats: 6, when: undefined, expires: undefined };
    const room = await withLinks(link, blank);
    this.take(this.#options.remembered?.find(room) ?? room, true);
  }

  /** There is no room at hand any more. */
  drop(): void {
    this.#current.value = undefined;
  }

  noteSaved(): void {
    this.#saved.value = true;
    this.#noteChange();
  }

  async create(options: CreateRoomOptions, working: () => void) {
    const { about, creator, remembered } = this.#options;
    const made = await (await loadRoomWork()).createRoom(
      options,
      creator.fragment,
      about.value,
      working,
    );
    // Somebody who had a room remembered wants the next one remembered too. The screen says so, and
    // it can be forgotten there.
    if (remembersByDefault(about.value) || remembered?.rooms.value.length)
      remembered?.remember(made.room);
    return made;
  }

  /** What two tabs want of one room is done one after the other: what the list says is what holds. */
  async move(room: HostRoom, when: Date | undefined): Promise<CreatedRoom> {
    const link = hostLinkOf(room);
    const { about } = this.#options;
    const work = async () => {
      const expires = await (await loadRoomWork()).moveRoom(link, when, about.value);
      const moved = { ...room, when, expires };
      this.#follow(moved);
      return moved;
    };
    return await (navigator.locks?.request(`einmal move ${room.guestLink}`, work) ?? work());
  }

  async end(room: CreatedRoom): Promise<void> {
    const forget = () => this.#options.remembered?.forget(parseLink(room.hostLink));
    try {
      await (await loadRoomWork()).endRoom(hostLinkOf(room));
      forget();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "room-gone") forget();
      throw error;
    }
  }

  /**
   * The server has said in the call for when the room is, and perhaps when it `expires`; otherwise
   * that follows from the date.
   */
  learnTimes(when: Date | undefined, expires: Date | undefined): void {
    const room = this.#current.peek();
    if (room === undefined) return;
    const isMoved = room.when?.getTime() !== when?.getTime();
    const isLonger = expires !== undefined && expires.getTime() !== room.expires?.getTime();
    if (isMoved || isLonger)
      this.#follow({ ...room, when, expires: expires ?? this.#expiryFor(when) });
  }

  #expiryFor(when: Date | undefined): Date {
    if (when !== undefined) return new Date(when.getTime() + dayMs);
    const { about } = this.#options;
    return new Date(Date.now() + lifetimeFor(undefined, about.value) * 1000);
  }

  async isElsewhere({ hostLink }: CreatedRoom): Promise<boolean> {
    const tabs = new Tabs((await openRoomKeys(parseLink(hostLink))).room);
    try {
      return await tabs.isElsewhere();
    } finally {
      tabs.close();
    }
  }

  #follow(room: CreatedRoom): void {
    this.#options.remembered?.update(room);
    if (this.#current.peek()?.hostLink !== room.hostLink) return;
    this.#current.value = room;
    this.#noteChange();
  }

  #noteChange(): void {
    const room = this.#current.peek();
    if (room?.expires === undefined) return;
    this.#options.changed({ ...room, expires: room.expires }, this.#saved.peek());
  }
}

function hostLinkOf({ hostLink }: HostRoom): HostLink {
  const link = parseLink(hostLink);
  if (link.role !== "host") throw new TypeError("a host's room has a host link");
  return link;
}
