// Wires the parts: the link in the address, the room, the call, the screens.
import { effect } from "@preact/signals-core";
import { Call } from "./call/call.ts";
import { type Access, openAccess } from "./call/roomkeys.ts";
import { keyFromSeed, sign } from "./crypto/ed25519.ts";
import {
  formatFragment,
  formatLink,
  guestLink,
  type HostLink,
  type Link,
  LinkError,
  newRoom,
  parseCreator,
  parseLink,
} from "./crypto/link.ts";
import * as signed from "./crypto/signed.ts";
import { Devices } from "./media/devices.ts";
import { createOnServer } from "./net/create.ts";
import type { CreateMessage } from "./net/protocol.ts";
import { Tabs } from "./net/tabs.ts";
import { type CreatedRoom, RememberedRooms } from "./page/remembered.ts";
import { home } from "./page/serverorigin.ts";
import {
  forget,
  type InCall,
  linkOf,
  save,
  saveFragment,
  showAgain,
  takeVisit,
  type Visit,
  wasJustHere,
} from "./page/tabstate.ts";
import { canConnect } from "./peer/support.ts";
import { mount, type Opened, type Return, type Services, type Wish } from "./ui/app.tsx";

/** Seconds that a room waits for its call. */
const lifetime = 7 * 24 * 60 * 60;
/** `einmal call` stands in for the server, at another address each time. */
const isStandIn = home().origin !== location.origin;
/** How often a page in a call notes that it is there, in ms. */
const lifeMs = 30_000;
const signalUrl = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`;

class Page implements Services {
  readonly opened: Opened;
  readonly remembered = isStandIn ? undefined : new RememberedRooms(location.origin);
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
    const link = await newRoom(wish.kind);
    const { room, host } = await openAccess(link);
    if (host === undefined) throw new TypeError("a new room has a host key");
    const { seats } = wish;
    const create = async (nonce: Uint8Array): Promise<CreateMessage> => {
      const hostKey = host.key.publicKey;
      const signature = await sign(host.key, signed.create(nonce, room, seats, lifetime));
      return {
        kind: "create",
        room,
        hostKey,
        seats,
        lifetime,
        signature,
        ...(await this.#asCreator(nonce, room, hostKey)),
      };
    };
    const expires = await createOnServer(signalUrl, create, working);
    const created = await describe(link, { ...wish, expires });
    await this.#visitRoom(link, created);
    // Whoever had a room remembered wants the next one remembered, too; the screen says so, and it
    // can be switched off there.
    if (this.remembered?.rooms.value.length) this.remembered.remember(created);
    return created;
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

  async #asCreator(nonce: Uint8Array, room: string, hostKey: string) {
    const fragment = this.#start;
    if (fragment === "") return {};
    const key = await keyFromSeed(parseCreator(fragment));
    return {
      creator: key.publicKey,
      creatorSignature: await sign(key, signed.creator(nonce, room, hostKey)),
    };
  }

  enter(remembered?: CreatedRoom): Call {
    if (remembered !== undefined) void this.#visitRoom(parseLink(remembered.hostLink), remembered);
    const link = this.#link;
    if (link === undefined) throw new TypeError("there is no room to enter");
    const access = openAccess(link);
    this.#tabs ??= tabsOf(access);
    const call = new Call({
      url: signalUrl,
      server: isStandIn ? new URL(home().origin).hostname : undefined,
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

/** What the "room ready" screen shows, after creating and after a reload of it. */
async function describe(
  link: HostLink,
  room: Wish & { readonly expires: Date },
): Promise<CreatedRoom> {
  const guest = await guestLink(link);
  return {
    ...room,
    guestLink: formatLink(home().origin, guest),
    hostLink: formatLink(home().origin, link),
  };
}

async function tabsOf(access: Promise<Access>): Promise<Tabs> {
  return new Tabs((await access).room);
}

async function open(
  visit: Visit | undefined,
  link: Link | LinkError | undefined,
  tabs: Promise<Tabs> | undefined,
): Promise<Opened> {
  if (visit?.seen !== undefined) return { at: "problem", code: `link-seen.${visit.seen}` };
  if (link === undefined && location.pathname !== "/")
    return { at: "problem", code: "link-unknown", damaged: "" };
  if (link === undefined) return { at: "start" };
  if (link instanceof LinkError)
    return { at: "problem", code: link.code, damaged: visit?.fragment ?? "" };
  const { role, kind } = link;
  if (visit?.call !== undefined) {
    const { name, relayOnly, microphone, camera, ticket } = visit.call;
    const wasIn = role === "host" || ticket !== undefined;
    const back: Return = { at: "return", role, kind, name, wasIn, relayOnly, microphone, camera };
    if (await (await tabs)?.isElsewhere()) return { at: "elsewhere", back };
    return wasJustHere(visit.call, document as { wasDiscarded?: boolean })
      ? back
      : { at: "away", back };
  }
  if (link.role === "host" && visit?.room !== undefined) {
    const { topic, seats, expires } = visit.room;
    return {
      at: "ready",
      room: await describe(link, { kind, topic, seats, expires: new Date(expires) }),
    };
  }
  return { at: role, kind };
}

async function hindrance(): Promise<string | undefined> {
  if (!isSecureContext) return "insecure";
  if (await canConnect()) return undefined;
  return /FBAN|FBAV|Instagram|Line\/|; wv\)/.test(navigator.userAgent)
    ? "in-app-browser"
    : "browser-too-old";
}

const visit = await takeVisit();
// Another link in the same tab changes nothing but the fragment.
addEventListener("hashchange", () => location.hash !== "" && location.reload());
const obstacle = await hindrance();
// Another browser, or "open in browser", needs the link where people look for it.
if (visit !== undefined && obstacle !== undefined) showAgain(visit);
const link = visit && linkOf(visit);
const valid = link instanceof LinkError ? undefined : link;
// A browser that cannot call may not have the keys of a host link either.
const tabs = obstacle === undefined && valid !== undefined ? tabsOf(openAccess(valid)) : undefined;
const opened: Opened =
  obstacle === undefined || visit?.seen !== undefined
    ? await open(visit, link, tabs)
    : { at: "problem", code: obstacle };
const page = new Page(visit, valid, tabs, opened, obstacle);
if (valid !== undefined && (valid.role === "guest" || obstacle === undefined))
  await page.remindOf(valid);
const root = document.getElementById("app");
if (root !== null) mount(root, page);
document.getElementById("not-started")?.remove();
if (
  new URLSearchParams(location.search).has("debug") &&
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
) {
  Object.assign(globalThis, { einmal: { stats: () => page.stats() } });
}
