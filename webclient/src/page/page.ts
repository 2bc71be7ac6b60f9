// The services behind the screens: the current room, its call, and what the tab keeps of both.
import { effect, signal } from "@preact/signals-core";
import type { Call } from "../call/call.ts";
import type { Remembered } from "../call/options.ts";
import { openRoomKeys } from "../call/roomkeys.ts";
import { formatFragment, formatLink, guestLink, type Link, parseLink } from "../crypto/link.ts";
import type { Devices } from "../media/devices.ts";
import type { Tabs } from "../net/tabs.ts";
import { loadAbout } from "./about.ts";
import { loadSurely } from "./chunk.ts";
import { CreatorKey } from "./creatorkey.ts";
import { HostRooms } from "./hostrooms.ts";
import { wayBack } from "./initialscreen.ts";
import { type CreatedRoom, RememberedRooms } from "./remembered.ts";
import { toMade } from "./roomlinks.ts";
import { tabsOf } from "./roomtabs.ts";
import { isStandIn, serverOrigin, signalUrl } from "./serverorigin.ts";
import type {
  CreateRoomOptions,
  HostRoom,
  InitialScreen,
  ReturnToCall,
  Services,
} from "./services.ts";
import {
  forgetTabState,
  type InCall,
  keepNoting,
  type LeftCall,
  ownTicket,
  saveFragment,
  saveTabState,
  type TabState,
} from "./tabstate.ts";

/** How often a page in a call notes that it is there, in ms. */
const lifeSignMs = 30_000;

export class Page implements Services {
  readonly initialScreen: InitialScreen;
  readonly remembered = isStandIn() ? undefined : new RememberedRooms(location.origin);
  readonly about = loadAbout();
  readonly creator: CreatorKey;
  readonly left = signal<ReturnToCall | undefined>(undefined);
  readonly #rooms: HostRooms;
  #calling: typeof import("./calling.ts") | undefined;
  #devices: Devices | undefined;
  #state: TabState | undefined;
  #link: Link | undefined;
  #invitation: string | undefined;
  #personal: string | undefined;
  #call: Call | undefined;
  #lifeSigns: ReturnType<typeof setInterval> | undefined;
  #tabs: Promise<Tabs> | undefined;

  constructor(
    state: TabState | undefined,
    link: Link | undefined,
    tabs: Promise<Tabs> | undefined,
    initialScreen: InitialScreen,
  ) {
    this.#state = state;
    this.#tabs = tabs;
    this.#link = link;
    this.initialScreen = initialScreen;
    keepNoting();
    this.creator = new CreatorKey(state?.creator ?? "");
    this.#rooms = new HostRooms({
      about: this.about,
      creator: this.creator,
      remembered: this.remembered,
      changed: (room, saved) => this.#noteRoom(room, saved),
    });
  }

  get hostRoom() {
    return this.#rooms.current;
  }
  get saved() {
    return this.#rooms.saved;
  }
  noteSaved(): void {
    this.#rooms.noteSaved();
  }

  async createRoom(options: CreateRoomOptions, working: () => void): Promise<CreatedRoom> {
    const before = this.#call;
    const { link, room } = await this.#rooms.create(options, working);
    // Another room was entered meanwhile: it stays the one at hand, and this one is on the list.
    if (this.#call !== before) this.remembered?.remember(room);
    else await this.#keepRoom(link, room);
    return room;
  }

  moveRoom(room: HostRoom, when: Date | undefined): Promise<CreatedRoom> {
    return this.#rooms.move(room, when);
  }

  endRoom(room: CreatedRoom): Promise<void> {
    return this.#rooms.end(room);
  }

  isElsewhere(room: CreatedRoom): Promise<boolean> {
    return this.#rooms.isElsewhere(room);
  }

  async #keepRoom(link: Link, room: CreatedRoom): Promise<void> {
    this.#link = link;
    this.#tabs = undefined;
    this.#invitation = room.guestLink;
    this.#rooms.take(room, false);
    if (this.#calling !== undefined) this.#calling.callTimer.value = undefined;
    const creator = this.creator.fragment || undefined;
    this.#state = { fragment: formatFragment(link), room: toMade(room, false), creator };
    await saveTabState(this.#state);
  }

  /** What has changed of the room at hand outlasts a reload. */
  #noteRoom(room: CreatedRoom, saved: boolean): void {
    if (this.#state?.room === undefined) return;
    this.#state = { ...this.#state, room: toMade(room, saved) };
    void saveTabState(this.#state);
  }

  readonly loadCall = async (): Promise<void> => {
    this.#calling ??= await loadSurely("page/calling", () => import("./calling.ts"));
    this.#personal ??= await ownTicket(this.#state);
  };

  enterRoom(remembered?: CreatedRoom): Call {
    const { Call, loadConnecting, areNews, ownNotes, resumeNotes } = this.#loaded();
    if (remembered !== undefined) void this.#keepRoom(parseLink(remembered.hostLink), remembered);
    const link = this.#link;
    if (link === undefined) throw new TypeError("there is no room to enter");
    const keys = openRoomKeys(link);
    this.#tabs ??= tabsOf(keys);
    const before = this.#state?.call ?? this.#state?.left;
    resumeNotes(before);
    if (this.#devices?.closed) this.#devices = undefined;
    const call = new Call({
      url: signalUrl(),
      server: isStandIn() ? new URL(serverOrigin().origin).hostname : undefined,
      keys,
      ...{ kind: link.kind, role: link.role },
      media: this.localMedia(),
      loadConnecting,
      build: document.querySelector<HTMLMetaElement>('meta[name="einmal-build"]')?.content,
      topic: this.hostRoom.value?.topic ?? "",
      expires: this.hostRoom.value?.expires,
      ticket: this.#state?.call?.ticket ?? this.#personal,
      roster: before?.roster,
      names: before?.names,
      locked: before?.locked ?? false,
      roleMoved: (role) => this.#changeLink({ kind: link.kind, secret: link.secret, ...role }),
      remember: (what, left) => (what && left ? this.#leaveCall(what) : this.#rememberCall(what)),
    });
    this.#call = call;
    this.#rememberDevices();
    effect(() => {
      if (areNews(this.#state?.call)) this.#noteCall(ownNotes());
    });
    effect(() => {
      const ending = call.ending.value;
      const { phase, endedAt, fate } = call;
      const isErased = phase.value === "gone" || (endedAt.value ?? fate.value) !== undefined;
      if (isErased || ending === "forgotten") {
        this.remembered?.forget(link);
        this.#rooms.drop();
      }
      if (call.phase.value === "gone") this.#holdTabs(false);
      if (ending === "forgotten") this.#link = this.#invitation = undefined;
    });
    const known = call.expires.peek();
    const said = (expires: Date | undefined) => (expires === known ? undefined : expires);
    effect(() => {
      // Before it is in, nobody has said anything about a date.
      if (call.role === "host" && call.phase.value === "joined")
        this.#rooms.learnTimes(call.appointment.value, said(call.expires.value));
    });
    return call;
  }

  forgetLeft(): void {
    if (this.#link !== undefined) this.remembered?.forget(this.#link);
    this.#link = this.#invitation = undefined;
    this.#rooms.drop();
    this.#rememberCall(undefined);
  }

  async takeOver(): Promise<void> {
    await (await this.#tabs)?.takeOver();
  }

  localMedia(): Devices {
    this.#devices ??= this.#loaded().openDevices();
    return this.#devices;
  }

  #loaded() {
    if (this.#calling) return this.#calling;
    throw new TypeError("what a call needs is not loaded");
  }

  invitation(): string | undefined {
    return this.#invitation;
  }

  startAddress(): string {
    return this.creator.isKept ? "/" : `/${this.creator.fragment}`;
  }

  followLink(fragment: string): void {
    void saveFragment(fragment).then(() => location.reload());
  }

  peerStats = () => this.#call?.stats() ?? Promise.resolve([]);

  /** Works out the guest link, for inviting, and what is known here of a host's room. */
  async learnInvitation(link: Link): Promise<void> {
    const guest = link.role === "host" ? await guestLink(link) : link;
    this.#invitation = formatLink(serverOrigin().origin, guest);
    if (link.role === "host") await this.#rooms.learn(link, this.#state?.room);
  }

  /** The host has handed over, to us or to somebody else: this page keeps what is ours now. */
  #changeLink(link: Link): void {
    const before = this.#link;
    this.#link = link;
    if (before?.role === "host") this.remembered?.forget(before);
    this.#rooms.drop();
    const { room: _, ...state } = this.#state ?? {};
    if (this.#state !== undefined) this.#state = { ...state, fragment: formatFragment(link) };
    void this.learnInvitation(link);
  }

  #rememberCall(call: Remembered | undefined): void {
    this.left.value = undefined;
    this.#holdTabs(call !== undefined);
    clearInterval(this.#lifeSigns);
    if (this.#state === undefined) return;
    this.#saveCall(
      call && { ...call, ...this.#notedDevices(), ...this.#loaded().ownNotes(), at: Date.now() },
    );
    if (call !== undefined) this.#lifeSigns = setInterval(() => this.#noteCall({}), lifeSignMs);
  }

  /** The person has left. What stays is less than a reload needs: see LeftCall. */
  #leaveCall({ ticket, ...call }: Remembered): void {
    this.#holdTabs(false);
    clearInterval(this.#lifeSigns);
    if (this.#state === undefined || this.#link === undefined) return;
    const wasIn = this.#link.role === "host" || (ticket !== undefined && ticket !== this.#personal);
    const kept = { ...this.#notedDevices(), ...this.#loaded().ownNotes() };
    const left: LeftCall = { ...call, ...kept, wasIn, at: Date.now() };
    const { call: _, ...state } = this.#state;
    this.#state = { ...state, left };
    this.left.value = wayBack(this.#link, left);
    void saveTabState(this.#state);
  }

  // What was on before stays noted until it is on again or the person switches it.
  #notedDevices() {
    const noted = this.#state?.call ?? this.#state?.left ?? this.#wantedDevices();
    return { microphone: noted.microphone, camera: noted.camera };
  }

  #wantedDevices() {
    const { microphone, camera } = this.localMedia().wanted;
    return { microphone: microphone.value, camera: camera.value };
  }

  #noteCall(what: Partial<InCall>): void {
    if (this.#state?.call !== undefined)
      this.#saveCall({ ...this.#state.call, ...what, at: Date.now() });
  }

  #saveCall(call: InCall | undefined): void {
    const { left: _, ...state } = this.#state ?? { fragment: "" };
    this.#state = call && this.#state && { ...state, call };
    if (this.#state !== undefined) void saveTabState(this.#state);
    else forgetTabState(this.#call?.ending.peek() === "replaced");
  }

  #holdTabs(inCall: boolean): void {
    void this.#tabs?.then((tabs) =>
      tabs.holdCall(inCall ? () => this.#call?.giveWay() : undefined),
    );
  }

  #rememberDevices(): void {
    let before: string | undefined;
    effect(() => {
      if (this.#devices?.closed !== false) return;
      const wanted = this.#wantedDevices();
      const now = JSON.stringify(wanted);
      if (before !== undefined && before !== now) this.#noteCall(wanted);
      before = now;
    });
  }
}
