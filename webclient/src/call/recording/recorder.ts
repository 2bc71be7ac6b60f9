// Our own recording: asks everybody, begins once all have agreed, and never before. What takes it
// in is loaded and ready when it is asked for, and has nothing to record until then.
import { signal } from "@preact/signals-core";
import { random, toBase64url } from "../../crypto/bytes.ts";
import {
  type Answer,
  type Asked,
  type Person,
  type Proof,
  proofBytes,
  roomTag,
  type SignedAnswer,
} from "../../crypto/consent.ts";
import type { Engine } from "../../media/recording/engine.ts";
import { loadModule } from "../../page/chunk.ts";
import { agrees, type Consent } from "./consent.ts";
import type { RecordContext } from "./context.ts";
import { forgetKept } from "./forget.ts";
import type { AnswerMessage, Reason, RecordMessage } from "./messages.ts";
import type { AskFor, Ended, Taking, TakingProblem } from "./model.ts";
import { sourcesOf } from "./sources.ts";
import { Transcript } from "./transcript.ts";

/** How often what lies on the disk is looked at, and the chat written down, in ms. */
const lookMs = 5_000;

const loadSeekable = () =>
  loadModule("media/recording/seekable", () => import("../../media/recording/seekable.ts"));

interface RecorderOptions {
  send(message: RecordMessage, to?: string): void;
  /** Our own answer to what is asked; undefined if nothing is. */
  sign(answer: Answer): Promise<AnswerMessage | undefined>;
  /** Something has become of the consent. */
  changed(): void;
  ended(how: Ended): void;
}

export class Recorder {
  readonly taking = signal<Taking>({ stage: "idle" });
  readonly minutesLeft = signal<number | undefined>(undefined);
  readonly #context: RecordContext;
  readonly #consent: Consent;
  readonly #options: RecorderOptions;
  readonly #transcript: Transcript;
  #engine: Engine | undefined;
  #goesOn = false;
  /** Of all who were asked, what they have said. */
  readonly #people = new Map<string, Person>();
  /** What was asked for last. */
  #asked: Asked | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(context: RecordContext, consent: Consent, options: RecorderOptions) {
    this.#context = context;
    this.#consent = consent;
    this.#options = options;
    this.#transcript = new Transcript(context.chat);
  }

  get #own() {
    const { request } = this.#consent;
    return request?.recorder === this.#context.sid ? request : undefined;
  }

  async askEverybody({ what, why, goesOn }: AskFor): Promise<void> {
    if (this.#consent.request !== undefined) return;
    this.taking.value = { stage: "preparing" };
    try {
      const { Engine } = await loadModule(
        "media/recording/engine",
        () => import("../../media/recording/engine.ts"),
      );
      const failed = (error: unknown) => void this.#failWith(problemOf(error));
      const progress = (share: number) => this.#noteProgress(Math.floor(share * 100));
      this.#engine = await Engine.openEngine({ what, failed, progress, loadSeekable });
      this.minutesLeft.value = await this.#engine.minutesLeft();
    } catch (error) {
      this.taking.value = { stage: "failed", problem: problemOf(error) };
      return;
    }
    const id = toBase64url(random(8));
    const message = { id, what, ...(why !== "" && { why }) };
    if (this.#consent.takeAsk(this.#context.sid, message) !== "asked") return this.#discard();
    this.#goesOn = goesOn;
    this.#people.clear();
    this.#asked = { id, recorder: this.#context.sid, what, why };
    this.taking.value = { stage: "asking" };
    this.#options.send({ kind: "ask", message });
    const own = await this.#options.sign("yes");
    if (own !== undefined) {
      const { id: _, ...answer } = own;
      this.#consent.takeAnswer(this.#context.sid, id, answer, this.#context.roster());
      this.#options.send({ kind: "answer", message: own });
      this.#options.changed();
      await this.answered(this.#context.sid, answer);
    }
  }

  /** Somebody has answered, ourselves included, and it is known. */
  async answered(sid: string, answer: SignedAnswer): Promise<void> {
    const request = this.#own;
    if (request === undefined) return;
    this.#notePerson(sid, answer);
    if (answer.answer !== "no" || this.#goesOn) this.#engine?.update(this.#sources());
    if (answer.answer === "no" && request.stage === "asking") await this.endRecording("refused");
    else if (answer.answer === "no" && !this.#goesOn && this.#hadAgreed(sid))
      await this.endRecording("withdrawn");
    else await this.#beginIfAgreed();
  }

  async membersChanged(): Promise<void> {
    if (this.#own === undefined) return;
    this.#engine?.update(this.#sources());
    await this.#beginIfAgreed();
  }

  /** To somebody whose channel has just opened. */
  tellNewcomer(sid: string): void {
    const request = this.#own;
    if (request === undefined) {
      // Who was told by the host that we record hears that it is over.
      const { id } = this.#asked ?? {};
      if (id !== undefined)
        this.#options.send({ kind: "off", message: { id, reason: "stopped" } }, sid);
      return;
    }
    const { id, what, why, stage } = request;
    const ask = { id, what, ...(why !== "" && { why }), ...(stage === "on" && { on: true }) };
    this.#options.send({ kind: "ask", message: ask }, sid);
    if (stage === "on") this.#options.send({ kind: "on", message: this.#onMessage() }, sid);
  }

  /**
   * Ends it, or asks for it no more. What was recorded stays on this device to be saved, unless it
   * is to be forgotten.
   */
  async endRecording(reason: Reason, forget = false): Promise<void> {
    const request = this.#own;
    if (request === undefined) return;
    const wasOn = request.stage === "on";
    this.#options.send({ kind: "off", message: { id: request.id, reason } });
    this.#consent.takeEnd(this.#context.sid, request.id);
    if (reason !== "stopped") this.#options.ended({ reason, recorder: undefined, wasOn });
    this.#options.changed();
    clearInterval(this.#timer);
    if (!wasOn) return this.#discard();
    if (forget) return this.#engine?.abandon();
    this.taking.value = { stage: "saving", percent: 0 };
    await this.#finish({ ...request, began: request.since ?? 0 });
  }

  async stop(forget: boolean): Promise<void> {
    await this.endRecording("stopped", forget);
    if (forget) await forgetKept();
  }

  #notePerson(sid: string, answer: SignedAnswer): void {
    const { name: own, sid: self, nameOf } = this.#context;
    const known = this.#people.get(sid);
    const member = this.#context.roster()?.members.find((one) => one.sid === sid);
    const key = member?.key ?? known?.key;
    if (key === undefined) return;
    const name = sid === self ? own.call(this.#context) : nameOf.call(this.#context, sid);
    const answers = [...(known?.answers ?? []), answer];
    this.#people.set(sid, { sid, key, name, answers });
  }

  #hadAgreed(sid: string): boolean {
    return this.#people.get(sid)?.answers.some(({ answer }) => agrees(answer)) ?? false;
  }

  async #beginIfAgreed(): Promise<void> {
    const request = this.#own;
    const roster = this.#context.roster();
    if (request?.stage !== "asking" || !this.#consent.isAgreed(roster)) return;
    const on = { ...this.#onMessage(), since: Date.now() };
    this.#consent.takeBegin(this.#context.sid, on, true, roster);
    this.#options.send({ kind: "on", message: on });
    this.#options.changed();
    this.taking.value = { stage: "on" };
    this.#transcript.beginHere();
    try {
      await this.#engine?.beginTaking(request.id, this.#sources(), await this.#proof(on.since, []));
    } catch (error) {
      await this.#failWith(problemOf(error));
      return;
    }
    this.#timer = setInterval(() => void this.#lookAround(), lookMs);
    void this.#lookAround();
  }

  #onMessage() {
    const { id = "", since = 0, answers = new Map() } = this.#own ?? {};
    const { epoch = 0, members = [] } = this.#context.roster() ?? {};
    const named = members.flatMap(({ sid }) => {
      const answer: SignedAnswer | undefined = answers.get(sid);
      return answer && agrees(answer.answer) ? [{ sid, ...answer }] : [];
    });
    return { id, epoch, since, answers: named };
  }

  readonly #sources = () => sourcesOf(this.#context, this.#consent);

  async #lookAround(): Promise<void> {
    this.#engine?.update(this.#sources());
    if (this.#own?.what.includes("chat"))
      await this.#engine?.writeText("chat.txt", this.#transcript.asText(this.#mayBeWritten));
    this.minutesLeft.value = await this.#engine?.minutesLeft();
  }

  readonly #mayBeWritten = (sid: string | undefined): boolean =>
    sid === undefined ||
    this.#people.get(sid)?.answers.every(({ answer }) => agrees(answer)) === true;

  /** Nothing was recorded. */
  #discard(): void {
    this.#engine?.closeAll();
    this.#engine = undefined;
    if (this.taking.peek().stage !== "failed") this.taking.value = { stage: "idle" };
  }

  async #failWith(problem: TakingProblem): Promise<void> {
    await this.endRecording("failed");
    this.taking.value = { stage: "failed", problem };
  }

  async #finish(request: { readonly what: readonly string[]; readonly began: number }) {
    const ended = Date.now();
    const engine = this.#engine;
    this.#engine = undefined;
    try {
      if (request.what.includes("chat"))
        await engine?.writeText("chat.txt", this.#transcript.asText(this.#mayBeWritten));
      await engine?.finish(async (files) => {
        const proof = await this.#proof(request.began, files, ended);
        const signature = await this.#context.sign(proofBytes(proof));
        return { ...proof, signature };
      });
      this.taking.value = { stage: "saved" };
    } catch (error) {
      this.taking.value = { stage: "failed", problem: problemOf(error) };
    }
  }

  #noteProgress(percent: number): void {
    const now = this.taking.peek();
    if (now.stage === "saving" && now.percent !== percent)
      this.taking.value = { stage: "saving", percent };
  }

  async #proof(
    began: number,
    files: Proof["files"],
    ended = began,
  ): Promise<Proof & { kind: string }> {
    const room = toBase64url(await roomTag(this.#context.room));
    const people = [...this.#people.values()];
    if (this.#asked === undefined) throw new TypeError("nothing was asked for");
    return { kind: "recording", ...this.#asked, room, began, ended, people, files };
  }
}

function problemOf(error: unknown): TakingProblem {
  const { message } = error as Error;
  if (message === "no-sound" || message === "unsupported") return message;
  return (error as Error).name === "QuotaExceededError" ? "no-room" : "failed";
}
