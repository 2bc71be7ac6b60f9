// Recording as a part of the call: what comes and goes of it, and what follows for our own media.
// What is signed and checked takes a moment, so all of it is done one after the other.
import { effect, type Signal, signal } from "@preact/signals-core";
import type { Bytes } from "../../crypto/bytes.ts";
import { type Answer, answerBytes, roomTag } from "../../crypto/consent.ts";
import { verify } from "../../crypto/ed25519.ts";
import { inOrder } from "../../crypto/order.ts";
import type { Line } from "../../peer/lines.ts";
import { everyLine } from "../mesh/withheld.ts";
import { Allowance } from "../participation/allowance.ts";
import type { Part, PartContext } from "../together/part.ts";
import { Consent, type Request } from "./consent.ts";
import type { RecordContext } from "./context.ts";
import {
  type AnswerMessage,
  type AskMessage,
  decodeRecord,
  encodeRecord,
  type OffMessage,
  type OnMessage,
  type RecordMessage,
} from "./messages.ts";
import type { AskFor, Ended, RecordingModel } from "./model.ts";
import { Recorder } from "./recorder.ts";

export class RecordPart implements Part, RecordingModel {
  readonly sid: string;
  readonly request: Signal<Request | undefined> = signal(undefined);
  readonly rogues: Signal<readonly string[]> = signal([]);
  readonly ended: Signal<Ended | undefined> = signal(undefined);
  readonly #context: RecordContext;
  readonly #consent: Consent;
  readonly #recorder: Recorder;
  readonly #inOrder = inOrder();
  readonly #tag: Promise<Bytes>;
  readonly #refusals = new Allowance(1, 1_000);
  readonly #withheld = new Map<string, readonly Line[]>();
  /** Begun by a list of members that is not ours yet: its keys are not known. */
  #early: { readonly sid: string; readonly on: OnMessage } | undefined;
  readonly #stopFollowing: () => void;

  constructor(context: RecordContext) {
    this.sid = context.sid;
    this.#context = context;
    this.#consent = new Consent(context.sid);
    this.#tag = roomTag(context.room);
    this.#recorder = new Recorder(context, this.#consent, {
      send: (message, to) => this.#sayTo(message, to),
      sign: (answer) => this.#signAnswer(answer),
      changed: () => this.#follow(),
      ended: (ended) => {
        this.ended.value = ended;
      },
    });
    this.#stopFollowing = effect(() => {
      context.peers.value;
      this.#enqueue(async () => this.#rosterChanged());
    });
  }

  static makeFrom(context: PartContext): RecordPart {
    const { recordable } = context;
    if (recordable === undefined) throw new TypeError("nothing can be recorded here");
    // Ours is looked up anew each time: it changes with the call.
    return new RecordPart(Object.assign(Object.create(context), recordable));
  }

  get taking() {
    return this.#recorder.taking;
  }
  get minutesLeft() {
    return this.#recorder.minutesLeft;
  }

  others() {
    this.#context.peers.value; // whoever shows them follows who comes and goes
    return this.#context.members().map((sid) => ({ sid, name: this.nameOf(sid) }));
  }

  nameOf(sid: string): string {
    return sid === this.sid ? this.#context.name() : this.#context.nameOf(sid);
  }

  askEverybody(asked: AskFor): void {
    this.ended.value = undefined;
    this.#enqueue(() => this.#recorder.askEverybody(asked));
  }

  respond(answer: Answer): void {
    this.#enqueue(() => this.#respond(answer));
  }

  stopRecording(): void {
    this.#enqueue(() => this.#recorder.endRecording("stopped"));
  }

  dismissEnded(): void {
    this.ended.value = undefined;
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    const message = decodeRecord(kind, payload);
    this.#enqueue(() => this.#takeMessage(sid, message));
  }

  peerReady(sid: string): void {
    this.#enqueue(async () => {
      const { request } = this.#consent;
      const own = request?.answers.get(this.sid);
      this.#recorder.tellNewcomer(sid);
      // What was said may have been lost with a connection that another has replaced.
      if (request && request.recorder !== this.sid && own)
        this.#sayTo({ kind: "answer", message: { id: request.id, ...own } }, sid);
    });
  }

  peerGone(sid: string): void {
    this.#enqueue(async () => {
      const { request } = this.#consent;
      if (request?.recorder === sid) this.#noteOver(this.#consent.takeEnd(sid, request.id), "gone");
      this.#rosterChanged();
    });
  }

  stop(forget: boolean): void {
    this.#stopFollowing();
    this.#enqueue(() => this.#recorder.stop(forget));
  }

  async #respond(answer: Answer): Promise<void> {
    const message = await this.#signAnswer(answer);
    if (message === undefined) return;
    const { id, ...signed } = message;
    if (!this.#consent.takeAnswer(this.sid, id, signed, this.#context.roster())) return;
    this.#follow(); // what is not to be sent is no longer sent when the others hear of it
    this.#sayTo({ kind: "answer", message });
  }

  async #takeMessage(sid: string, heard: RecordMessage): Promise<void> {
    if (heard.kind === "ask") await this.#takeAsk(sid, heard.message);
    else if (heard.kind === "answer") await this.#takeAnswer(sid, heard.message);
    else if (heard.kind === "on") await this.#takeOn(sid, heard.message);
    else this.#takeOff(sid, heard.message);
    this.#follow();
    // Only now: what it said itself is followed.
    if (heard.kind !== "answer") this.#context.heardRecorder(sid);
  }

  async #takeAsk(sid: string, message: AskMessage): Promise<void> {
    if (this.#consent.takeAsk(sid, message) !== "busy") return;
    if (!this.#refusals.allows(sid)) return;
    const { id, what, why = "" } = message;
    const no = await this.#signAbout({ id, what, why, recorder: sid }, "no");
    this.#sayTo({ kind: "answer", message: no }, sid);
  }

  async #takeAnswer(sid: string, { id, ...answer }: AnswerMessage): Promise<void> {
    const { request } = this.#consent;
    if (request?.id !== id) return;
    if (!(await this.#isGenuine(request, sid, answer))) {
      this.#context.refuse(sid, "bad-signature");
      return;
    }
    if (!this.#consent.takeAnswer(sid, id, answer, this.#context.roster())) return;
    await this.#recorder.answered(sid, answer);
  }

  async #takeOn(sid: string, on: OnMessage): Promise<void> {
    const roster = this.#context.roster();
    if (roster === undefined || roster.epoch < on.epoch) {
      this.#early = { sid, on };
      return;
    }
    const { request } = this.#consent;
    let genuine = true;
    if (request?.id === on.id && request.recorder === sid)
      for (const { sid: who, ...answer } of on.answers) {
        const isKnown = roster.members.some((member) => member.sid === who);
        // Who has left since needs no key any more.
        if (isKnown && !(await this.#isGenuine(request, who, answer))) genuine = false;
      }
    this.#consent.takeBegin(sid, on, genuine, roster);
  }

  #takeOff(sid: string, { id, reason }: OffMessage): void {
    if (this.#early?.sid === sid) this.#early = undefined;
    this.#noteOver(this.#consent.takeEnd(sid, id), reason);
  }

  #rosterChanged(): void {
    const roster = this.#context.roster();
    this.#noteOver(this.#consent.noteRoster(roster), "gone");
    const early = this.#early;
    if (early !== undefined && roster !== undefined && roster.epoch >= early.on.epoch) {
      this.#early = undefined;
      this.#enqueue(() => this.#takeMessage(early.sid, { kind: "on", message: early.on }));
    }
    this.#follow();
    this.#enqueue(() => this.#recorder.membersChanged());
  }

  #noteOver(request: Request | undefined, reason: Ended["reason"]): void {
    if (request === undefined) return;
    const recorder = this.#context.nameOf(request.recorder);
    this.ended.value = { reason, recorder, wasOn: request.stage !== "asking" };
  }

  /** What follows for our own media, and for what is shown and said at the door. */
  #follow(): void {
    const lines = new Map(this.#consent.withheld());
    if (this.#early !== undefined) lines.set(this.#early.sid, everyLine);
    for (const sid of this.#withheld.keys()) if (!lines.has(sid)) this.#withhold(sid, []);
    for (const [sid, which] of lines)
      if (this.#withheld.get(sid) !== which) this.#withhold(sid, which);
    const { request, rogues } = this.#consent;
    this.#context.expectSilence(this.#consent.silent(this.#context.members()));
    this.request.value = request;
    if (String(rogues) !== String(this.rogues.peek())) this.rogues.value = rogues;
    this.#context.setRecorder(request?.recorder ?? rogues[0]);
  }

  #withhold(sid: string, lines: readonly Line[]): void {
    if (lines.length > 0) this.#withheld.set(sid, lines);
    else this.#withheld.delete(sid);
    this.#context.withhold(sid, lines);
  }

  async #signAnswer(answer: Answer): Promise<AnswerMessage | undefined> {
    const { request } = this.#consent;
    return request && this.#signAbout(request, answer);
  }

  async #signAbout(
    asked: Pick<Request, "id" | "recorder" | "what" | "why">,
    answer: Answer,
  ): Promise<AnswerMessage> {
    const last = this.#consent.request?.answers.get(this.sid)?.at ?? 0;
    const { epoch = 0 } = this.#context.roster() ?? {};
    const answered = { epoch, answer, at: Math.max(Date.now(), last + 1) };
    const signature = await this.#context.sign(answerBytes(await this.#tag, asked, answered));
    return { id: asked.id, ...answered, signature };
  }

  async #isGenuine(
    request: Request,
    sid: string,
    { signature, ...answered }: Omit<AnswerMessage, "id">,
  ): Promise<boolean> {
    const members = this.#context.roster()?.members ?? [];
    const key = members.find((member) => member.sid === sid)?.key;
    if (key === undefined) return false;
    return verify(key, answerBytes(await this.#tag, request, answered), signature);
  }

  #sayTo(message: RecordMessage, to?: string): void {
    const encoded = encodeRecord(message);
    if (to === undefined) this.#context.broadcast(...encoded);
    else this.#context.send(to, ...encoded);
  }

  #enqueue(work: () => Promise<void>): void {
    void this.#inOrder(work);
  }
}
