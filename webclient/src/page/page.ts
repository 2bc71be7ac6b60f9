// Wires the parts for the screens: the room at hand, its call, and what of both this tab keeps.
import { effect } from "@preact/signals-core";
import { type Access, openAccess } from "../call/access.ts";
import { Call } from "../call/call.ts";
import { formatFragment, formatLink, guestLink, type Link, parseLink } from "../crypto/link.ts";
import { Devices } from "../media/devices.ts";
import { Tabs } from "../net/tabs.ts";
import { createRoom } from "./newroom.ts";
import { type CreatedRoom, RememberedRooms } from "./remembered.ts";
import { home, isStandIn, signalUrl } from "./serverorigin.ts";
import type { Opened, Services, Wish } from "./services.ts";
import { forget, type InCall, save, saveFragment, type Visit } from "./tabstate.ts";

/** How often a page in a call notes that it is there, in ms. */
const lifeMs = 30_000;

export class Page implements Services {
  readonly opened: Opened;
  readonly remembered = isStandIn() ? undefined : new RememberedRooms(location.origin);
  readonly #hindrance: string | undefined;
  readonly #devices = new Devices();
  /** The creator link's fragment, if there is one. */
  readonly #start: string;
  #visit: Visit | undefined;
  #link: Link | undefined;
  #invitation: string | undefined;
  #call: Call | undefined;
  #life: ReturnType<typeof setInterval> | undefined;
  /** Those of the room at hand. */
  #tabs: Promise<Tabs> | undefined;

  constructor(
    visit: Visit | undefined,
    link: Link | undefined,
    tabs: Promise<Tabs> | undefined,
    opened: Opened,
    hindrance: string | undefined,
  ) {
    this.#visit = visit;
    this.#tabs = tabs;
    this.#link = link;
    this.opened = opened;
    this.#hindrance = hindrance;
    this.#start = visit?.creator ?? "";
  }

  async create(wish: Wish, working: () => void): Promise<CreatedRoom> {
    const { link, room } = await createRoom(wish, this.#start, working);
    await this.#visitRoom(link, room);
    // Whoever had a room remembered wants the next one remembered, too; the screen says so, and it
    // can be switched off there.
    if (this.remembered?.rooms.value.length) this.remembered.remember(room);
    return room;
  }

  async #visitRoom(link: Link, { topic, seats, expires, guestLink }: CreatedRoom): Promise<void> {
    this.#link = link;
    this.#tabs = undefined;
    this.#invitation = guestLink;
    const creator = this.#start || undefined;
    const room = { topic, seats, expires: expires.getTime() };
    this.#visit = { fragment: formatFragment(link), room, creator };
    await save(this.#visit);
  }

  enter(remembered?: CreatedRoom): Call {
    if (remembered !== undefined) void this.#visitRoom(parseLink(remembered.hostLink), remembered);
    const link = this.#link;
    if (link === undefined) throw new TypeError("there is no room to enter");
    const access = openAccess(link);
    this.#tabs ??= tabsOf(access);
    const call = new Call({
      url: signalUrl(),
      server: isStandIn() ? new URL(home().origin).hostname : undefined,
      access,
      kind: link.kind,
      role: link.role,
      media: this.#devices,
      build: document.querySelector<HTMLMetaElement>('meta[name="einmal-build"]')?.content,
      topic: this.#visit?.room?.topic ?? "",
      ticket: this.#visit?.call?.ticket,
      roster: this.#visit?.call?.roster,
      names: this.#visit?.call?.names,
      locked: this.#visit?.call?.locked ?? false,
      remember: (call) => this.#remember(call),
    });
    this.#call = call;
    this.#rememberDevices();
    effect(() => {
      const ending = call.ending.value;
      const isErased = call.phase.value === "gone" || call.endedAt.value !== undefined;
      if (isErased || ending === "forgotten") this.remembered?.forget(link);
      if (call.phase.value === "gone") this.#hold(false);
      if (ending === "forgotten") this.#link = this.#invitation = undefined;
    });
    return call;
  }

  async takeOver(): Promise<void> {
    await (await this.#tabs)?.takeOver();
  }

  media(): Devices {
    return this.#devices;
  }

  canCall(): string | undefined {
    return this.#hindrance;
  }

  invitation(): string | undefined {
    return this.#invitation;
  }

  startAddress(): string {
    return `/${this.#start}`;
  }

  follow(fragment: string): void {
    void saveFragment(fragment).then(() => location.reload());
  }

  stats() {
    return this.#call?.stats() ?? Promise.resolve([]);
  }

  /** Works out the guest link, for inviting. */
  async remindOf(link: Link): Promise<void> {
    const guest = link.role === "host" ? await guestLink(link) : link;
    this.#invitation = formatLink(home().origin, guest);
  }

  #remember(call: Omit<InCall, "microphone" | "camera" | "at"> | undefined): void {
    this.#hold(call !== undefined);
    if (this.#visit === undefined) return;
    // What was on before a reload stays noted until it is on again, or the person has switched it.
    const { microphone, camera } = this.#visit.call ?? this.#wanted();
    this.#saveCall(call && { ...call, microphone, camera, at: Date.now() });
    clearInterval(this.#life);
    if (call !== undefined) this.#life = setInterval(() => this.#noteCall({}), lifeMs);
  }

  #wanted() {
    const { microphone, camera } = this.#devices.wanted;
    return { microphone: microphone.value, camera: camera.value };
  }

  #noteCall(what: Partial<InCall>): void {
    if (this.#visit?.call !== undefined)
      this.#saveCall({ ...this.#visit.call, ...what, at: Date.now() });
  }

  #saveCall(call: InCall | undefined): void {
    this.#visit = call && this.#visit && { ...this.#visit, call };
    if (this.#visit !== undefined) void save(this.#visit);
    else forget(this.#call?.ending.peek() === "replaced");
  }

  #hold(inCall: boolean): void {
    void this.#tabs?.then((tabs) => tabs.hold(inCall ? () => this.#call?.giveWay() : undefined));
  }

  #rememberDevices(): void {
    let before: string | undefined;
    effect(() => {
      const wanted = this.#wanted();
      const now = JSON.stringify(wanted);
      if (before !== undefined && before !== now) this.#noteCall(wanted);
      before = now;
    });
  }
}

export async function tabsOf(access: Promise<Access>): Promise<Tabs> {
  return new Tabs((await access).room);
}
