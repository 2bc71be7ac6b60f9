// Groups as a part of the call: the host's signed word is kept, passed on and followed by each
// client for itself; the host writes it (protocol, section 4.17). What is checked and signed takes
// a moment, so all of it is done one after the other.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import type { Bytes } from "../../../crypto/bytes.ts";
import { verify } from "../../../crypto/ed25519.ts";
import { groupsBytes, type SignedGroup } from "../../../crypto/groups.ts";
import { inOrder } from "../../../crypto/order.ts";
import { toLine } from "../../../net/characters.ts";
import { Allowance } from "../../participation/allowance.ts";
import { encodePayload } from "../json.ts";
import type { Part, PartContext } from "../part.ts";
import { Recalls } from "../recalls.ts";
import type { Groupable } from "./context.ts";
import { decodeGroups, type GroupsMessage, type GroupsWord, groupsKinds } from "./messages.ts";
import { type GroupsModel, groupLimits, type Place, type Room, type Told } from "./model.ts";
import { fitting, moved, named, Places, replaced } from "./places.ts";

export type GroupsContext = PartContext & Groupable;

export class GroupsPart implements Part, GroupsModel {
  readonly backAt: Signal<number | undefined> = signal(undefined);
  readonly told: Signal<Told | undefined> = signal(undefined);
  readonly rooms: ReadonlySignal<readonly Room[]>;
  readonly open: ReadonlySignal<boolean>;
  readonly own: ReadonlySignal<Room | undefined>;
  readonly #context: GroupsContext;
  readonly #places = new Places<GroupsWord>();
  readonly #inOrder = inOrder();
  readonly #recalls = new Recalls();
  readonly #sentences = new Allowance(2, 1_000);
  /** Counts what has changed of the places. */
  readonly #version = signal(0);
  /** Host: what those in the groups are called, also once they have gone. */
  readonly #names = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastTold = 0;
  #isStopped = false;
  readonly #stopFollowing: () => void;

  constructor(context: GroupsContext) {
    this.#context = context;
    this.rooms = computed(() => this.#listRooms());
    this.open = computed(() => this.rooms.value.length > 1);
    this.own = computed(() =>
      this.open.value
        ? this.rooms.value.find(({ people }) => people.some(({ own }) => own))
        : undefined,
    );
    this.#stopFollowing = effect(() => {
      context.everybody.value;
      this.#enqueue(() => this.#rosterChanged());
    });
  }

  static makeFrom(context: PartContext): GroupsPart {
    const { groupable } = context;
    if (groupable === undefined) throw new TypeError("there are no groups here");
    // Ours is looked up anew each time: it changes with the call.
    return new GroupsPart(Object.assign(Object.create(context), groupable));
  }

  get sid(): string {
    return this.#context.sid;
  }

  dismissTold(): void {
    this.told.value = undefined;
  }

  returnToMain(): void {
    this.#enqueue(async () => {
      const { sid, isHostSelf } = this.#context;
      if (this.#places.placeOf(sid) === undefined) return;
      if (isHostSelf()) return this.#publishMove(sid, undefined);
      this.#places.noteReturned(sid, this.#places.epoch);
      this.#follow();
      this.#say({ kind: "returned", epoch: this.#places.epoch });
    });
  }

  arrange(groups: readonly SignedGroup[]): void {
    this.#enqueue(() => this.#publishWord(named(groups)));
  }

  move(sid: string, place: Place): void {
    this.#enqueue(() => this.#publishMove(sid, place));
  }

  callBack(seconds: number): void {
    const { least, most } = groupLimits.back;
    const back = Math.min(most, Math.max(least, Math.round(seconds)));
    this.#enqueue(() =>
      seconds > 0 ? this.#publishWord(this.#places.groups, back) : this.#publishWord([]),
    );
  }

  keepOpen(): void {
    this.#enqueue(() => this.#publishWord(this.#places.groups));
  }

  tellAll(written: string): boolean {
    const text = [...toLine(written)].slice(0, groupLimits.text).join("").trim();
    if (text === "" || !this.#context.isHostSelf() || !this.#sentences.allows("")) return false;
    this.#say({ kind: "tell", text });
    return true;
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const message = decodeGroups(kind, payload);
    this.#enqueue(() => this.#takeMessage(sid, message));
  }

  peerReady(sid: string): void {
    this.#enqueue(async () => {
      // What was said before we were here may be lost.
      if (this.#places.word === undefined) this.#say({ kind: "recall" }, sid);
      this.#tellPlaces(sid);
    });
  }

  peerGone(sid: string): void {
    this.#enqueue(async () => {
      this.#places.forget(sid);
      this.#follow();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopFollowing();
    clearTimeout(this.#timer);
    this.told.value = undefined;
    this.backAt.value = undefined;
  }

  async #takeMessage(sid: string, message: GroupsMessage): Promise<void> {
    if (message.kind === "groups") {
      const { kind: _, ...word } = message;
      await this.#takeWord(sid, word);
    } else if (message.kind === "returned") {
      const before = this.#places.placeOf(sid);
      this.#places.noteReturned(sid, message.epoch);
      if (before !== this.#places.placeOf(sid)) this.#follow();
      // So that those hear of it, too, who do not reach them.
      if (this.#places.hasReturned(sid) && this.#places.isListed(sid))
        await this.#publishMove(sid, undefined);
    } else if (message.kind === "recall") {
      if (this.#recalls.allows(sid)) this.#tellPlaces(sid);
      // Whoever has just handed the host's role on may still speak as one: that means nothing.
    } else if (this.#context.isHost(sid) && this.#sentences.allows(sid)) {
      const name = this.#context.nameOf(sid);
      this.told.value = { id: ++this.#lastTold, name, text: message.text };
    }
  }

  /** An old word may be passed on in good faith; one that the host has not signed may not. */
  async #takeWord(sid: string, word: GroupsWord): Promise<void> {
    const hostKey = this.#context.hostKey();
    if (hostKey === undefined || !this.#places.isNewer(word)) return;
    const { room, refuse } = this.#context;
    if (!(await verify(hostKey, groupsBytes(room, word), word.signature))) {
      refuse(sid, "bad-signature");
      return;
    }
    this.#followWord(word, sid);
  }

  /** Passed on as well: the host may not reach everybody directly. */
  #followWord(word: GroupsWord, from?: string): void {
    if (this.#isStopped || !this.#places.takeWord(word)) return;
    clearTimeout(this.#timer);
    const { back } = word;
    this.backAt.value = back === undefined ? undefined : performance.now() + 1_000 * back;
    if (back !== undefined) this.#timer = setTimeout(() => this.#timeIsUp(), 1_000 * back);
    this.#follow();
    for (const sid of this.#context.members())
      if (sid !== from) this.#say({ kind: "groups", ...word }, sid);
  }

  /** Whether or not the host is still there to say so. */
  #timeIsUp(): void {
    this.#enqueue(async () => {
      this.#places.noteTimeUp();
      this.#follow();
      await this.#publishWord([]);
    });
  }

  #tellPlaces(to: string): void {
    const { word, epoch } = this.#places;
    if (word !== undefined) this.#say({ kind: "groups", ...word }, to);
    if (this.#places.hasReturned(this.#context.sid)) this.#say({ kind: "returned", epoch }, to);
  }

  /** Who comes back under the same name, after a reload perhaps, goes where they were. */
  async #rosterChanged(): Promise<void> {
    this.#version.value++;
    this.#context.setGroup(this.own.peek()?.name);
    const { members, nameOf } = this.#context;
    const here = members();
    let groups = this.#places.groups;
    for (const sid of here) {
      if (this.#names.has(sid) || nameOf(sid) === "") continue;
      const gone = groups
        .flatMap(({ sids }) => sids)
        .find((one) => !here.includes(one) && this.#names.get(one) === nameOf(sid));
      this.#names.set(sid, nameOf(sid));
      if (gone !== undefined) groups = replaced(groups, gone, sid);
    }
    if (groups !== this.#places.groups) await this.#publishWord(groups, this.#secondsLeft());
  }

  /** Until all are called back. */
  #secondsLeft(): number | undefined {
    const at = this.backAt.peek();
    if (at === undefined) return undefined;
    return Math.max(groupLimits.back.least, Math.ceil((at - performance.now()) / 1_000));
  }

  async #publishMove(sid: string, place: Place): Promise<void> {
    const { groups } = this.#places;
    if (groups.length > 0) await this.#publishWord(moved(groups, sid, place), this.#secondsLeft());
  }

  /** Nothing if we are not the host. Who has gone keeps their place while there is room. */
  async #publishWord(groups: readonly SignedGroup[], back?: number): Promise<void> {
    const { members, room, sid, signAsHost } = this.#context;
    const here = new Set([sid, ...members()]);
    const text = {
      epoch: Math.max(this.#places.epoch + 1, Date.now()),
      groups: fitting(groups, (one) => here.has(one)),
      ...(back !== undefined && groups.length > 0 && { back }),
    };
    const signature = await signAsHost(groupsBytes(room, text));
    if (signature !== undefined) this.#followWord({ ...text, signature });
  }

  /** What follows for our own media, and for what is shown. */
  #follow(): void {
    if (this.#isStopped) return;
    if (this.#places.groups.length === 0) this.backAt.value = undefined;
    this.#version.value++;
    this.#context.setGroup(this.own.peek()?.name);
    this.#context.keepApart((sid) => this.#places.areApart(this.#context.sid, sid));
  }

  #listRooms(): readonly Room[] {
    this.#version.value;
    const { sid, name, nameOf, isHost, isHostSelf, members, everybody } = this.#context;
    const hands = new Set(everybody.value.flatMap((peer) => (peer.hand ? [peer.sid] : [])));
    const people = [
      ...members().map((one) => ({ sid: one, name: nameOf(one), host: isHost(one), own: false })),
      { sid, name: name(), host: isHostSelf(), own: true },
    ].map((one) => ({
      ...{ ...one, hand: hands.has(one.sid) },
      returned: this.#places.hasReturned(one.sid),
    }));
    const peopleIn = (place: Place) =>
      people.filter((one) => this.#places.placeOf(one.sid) === place);
    return [
      { name: "", place: undefined, people: peopleIn(undefined) },
      ...this.#places.groups.map(({ name }, place) => ({ name, place, people: peopleIn(place) })),
    ];
  }

  #say({ kind, ...rest }: GroupsMessage, to?: string): void {
    const payload = encodePayload({ kind, ...rest });
    if (to === undefined) this.#context.broadcast(groupsKinds[kind], payload);
    else this.#context.send(to, groupsKinds[kind], payload);
  }

  #enqueue(work: () => Promise<void>): void {
    void this.#inOrder(async () => {
      if (!this.#isStopped) await work();
    });
  }
}
