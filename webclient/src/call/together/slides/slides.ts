// Slides that one presents and all others see (protocol, section 4.18): pictures of pages, which
// page it is, and where the presenter points.
import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import { type Bytes, random, toBase64url } from "../../../crypto/bytes.ts";
import { toLine } from "../../../net/characters.ts";
import { ProtocolError } from "../../../net/protocol.ts";
import { encodePayload } from "../json.ts";
import type { Part, PartContext } from "../part.ts";
import { type Picture, Pictures } from "../pictures/pictures.ts";
import { Recalls } from "../recalls.ts";
import { type Claim, Claims, isSameDeck } from "./claims.ts";
import { Desk } from "./desk.ts";
import { Laser } from "./laser.ts";
import {
  decodeSlides,
  mostPages,
  mostTitle,
  type Show,
  type SlidesMessage,
  slidesKinds,
} from "./messages.ts";
import type { Slides, SlidesState, Spot } from "./model.ts";

const firstKind = 0x60;
type Message<Kind> = Extract<SlidesMessage, { readonly kind: Kind }>;

export class SlidesPart implements Part {
  readonly #context: PartContext;
  readonly #pictures: Pictures;
  readonly #claims = new Claims();
  readonly #recalls = new Recalls();
  readonly #desk: Desk;
  readonly #laser: Laser;
  /** What is shown, by whom, and with which picture for each page. */
  readonly #show = signal<Show | undefined>(undefined);
  readonly #presenter = signal<string | undefined>(undefined);
  readonly #isLeft = signal(false);
  readonly #sheets = signal<ReadonlyMap<number, string>>(new Map());
  readonly #offeredTo = signal<string | undefined>(undefined);
  readonly #isOffered = signal(false);
  /** Of one who has left, too. */
  presenterName = "";
  /** Undefined while nobody shows anything. */
  readonly state: ReadonlySignal<SlidesState | undefined> = computed(() => this.#stateNow());

  constructor(context: PartContext) {
    this.#context = context;
    this.#pictures = new Pictures({ context, first: firstKind });
    this.#laser = new Laser((spot) => this.#sayPoint(spot));
    this.#desk = new Desk((page, bytes) => this.#addPage(page, bytes));
  }

  get pictures(): ReadonlySignal<ReadonlyMap<string, Picture>> {
    return this.#pictures.held;
  }

  /** A page could not be drawn. */
  get isBroken(): ReadonlySignal<boolean> {
    return this.#desk.isBroken;
  }

  get isPresenting(): boolean {
    return this.#presenter.peek() === this.#context.sid && this.#show.peek() !== undefined;
  }

  /** Somebody else presents, and is here. */
  get isTaken(): boolean {
    const { presenter, isLeft } = this.state.peek() ?? {};
    return presenter !== undefined && !isLeft;
  }

  /** Shows these instead of what was there. */
  present(slides: Slides): void {
    const title = [...toLine(slides.title)].slice(0, mostTitle).join("").trim() || "PDF";
    const pages = Math.min(slides.pages, mostPages);
    this.#desk.open(slides);
    this.#claim({ deck: toBase64url(random(8)), title, pages, page: 1 });
    this.#desk.turnTo(1);
  }

  turnTo(page: number): void {
    const show = this.#show.peek();
    if (!this.isPresenting || show === undefined) return;
    if (page === show.page || !this.mayTurnTo(page)) return;
    this.#takeContent(this.#context.sid, { kind: "turn", turn: show.turn, page });
    this.#followTop();
    this.#broadcast({ kind: "turn", turn: show.turn, page });
    this.#desk.turnTo(page);
  }

  /** Without the PDF only pages that have come can be shown. */
  mayTurnTo(page: number): boolean {
    const { known, pages = 0 } = this.state.peek() ?? {};
    return (this.#desk.isOpen && page >= 1 && page <= pages) || known?.has(page) === true;
  }

  /** Undefined: nowhere. */
  point(spot: Spot | undefined): void {
    if (this.isPresenting) this.#laser.point(spot);
  }

  /** Has all pages drawn, so that whoever goes on has them, and then asks. */
  async offerTo(sid: string): Promise<void> {
    if (!this.isPresenting) return;
    this.#offeredTo.value = sid;
    await this.#desk.drawAll();
    const turn = this.#show.peek()?.turn ?? 0;
    const isMeant = this.isPresenting && this.#offeredTo.peek() === sid;
    if (isMeant) this.#send(sid, { kind: "offer", turn });
  }

  declineOffer(): void {
    const [sid, turn] = [this.#presenter.peek(), this.#show.peek()?.turn];
    if (this.#isOffered.peek() && sid !== undefined && turn !== undefined)
      this.#send(sid, { kind: "decline", turn });
    this.#isOffered.value = false;
  }

  /** Who was asked, or anybody once the presenter has left. */
  takeOver(): void {
    const show = this.#show.peek();
    if (show === undefined || (!this.#isOffered.peek() && !this.#isLeft.peek())) return;
    this.#claim(show);
  }

  /** Nothing is shown any more; or what was left behind is put away here. */
  end(): void {
    if (this.isPresenting) this.#giveUp();
    else if (this.#isLeft.peek()) this.#clear();
  }

  receive(sid: string, kind: number, payload: Bytes): void {
    if (this.#pictures.receive(sid, kind, payload)) return;
    const message = decodeSlides(kind, payload);
    if (message.kind === "show") this.#claims.takeShow(sid, message);
    else if (message.kind === "end") this.#claims.takeEnd(sid);
    else if (message.kind === "recall") {
      if (this.#recalls.allows(sid)) this.#tellAll(sid);
    } else if (message.kind === "decline") {
      if (this.#offeredTo.peek() === sid) this.#offeredTo.value = undefined;
    } else this.#takeContent(sid, message);
    this.#followTop();
  }

  peerReady(sid: string): void {
    this.#pictures.peerReady(sid);
    this.#tellAll(sid);
    if (this.#show.peek() === undefined) this.#send(sid, { kind: "recall" });
  }

  peerGone(sid: string): void {
    this.#pictures.peerGone(sid);
    this.#claims.forget(sid);
    if (this.#offeredTo.peek() === sid) this.#offeredTo.value = undefined;
    if (this.#presenter.peek() === sid) {
      this.#isLeft.value = this.#pictures.held.peek().size > 0;
      this.#isOffered.value = false;
      this.#laser.showSpot(undefined);
    }
    this.#followTop();
  }

  stop(forget: boolean): void {
    this.#desk.close();
    this.#pictures.stop();
    if (forget) this.#clear();
  }

  #claim({ deck, title, pages, page }: Pick<Show, "deck" | "title" | "pages" | "page">): void {
    const turn = this.#claims.takeTurn();
    this.#claims.takeShow(this.#context.sid, { kind: "show", turn, deck, title, pages, page });
    this.#followTop();
    for (const sid of this.#context.members()) this.#tellAll(sid);
  }

  /** Our own. */
  #giveUp(): void {
    this.#claims.takeEnd(this.#context.sid);
    this.#broadcast({ kind: "end" });
    this.#followTop();
  }

  #tellAll(sid: string): void {
    const show = this.#show.peek();
    if (show === undefined || !this.isPresenting) {
      this.#send(sid, { kind: "end" });
      return;
    }
    this.#send(sid, show);
    const sheets = [...this.#sheets.peek()].map(([page, picture]) => ({ page, picture }));
    if (sheets.length > 0) this.#send(sid, { kind: "sheets", turn: show.turn, sheets });
  }

  /** Shows what the presenter shows, whoever that is by now. */
  #followTop(): void {
    const [sid, claim] = this.#claims.top ?? [];
    const own = this.#context.sid;
    if (sid !== own && this.#claims.claimOf(own) !== undefined) this.#giveUp();
    else if (sid !== undefined && claim !== undefined) this.#follow(sid, claim);
    else if (!this.#isLeft.peek()) this.#clear();
  }

  #follow(sid: string, { show, sheets }: Claim): void {
    const before = this.#show.peek();
    const isNew = this.#presenter.peek() !== sid || before?.turn !== show.turn;
    if (before === undefined || !isSameDeck(before, show)) this.#forgetDeck(sid);
    if (isNew) {
      this.#presenter.value = sid;
      this.presenterName = this.#context.nameOf(sid);
      this.#offeredTo.value = undefined;
      this.#isOffered.value = false;
    }
    this.#isLeft.value = false;
    if (isNew || before?.page !== show.page) this.#laser.showSpot(undefined);
    this.#show.value = show;
    if (sid === this.#context.sid) {
      for (const [page, picture] of this.#sheets.peek()) sheets.set(page, picture);
      return;
    }
    const all = new Map([...this.#sheets.peek(), ...sheets]);
    if (sheets.size > 0) this.#sheets.value = all;
    this.#pictures.wantOnly(new Set(all.values()), sid, all.get(show.page));
  }

  #forgetDeck(presenter: string): void {
    this.#sheets.value = new Map();
    this.#pictures.keepOnly(new Set());
    if (presenter !== this.#context.sid) this.#desk.close();
  }

  #takeContent(sid: string, message: Message<"sheets" | "turn" | "point" | "offer">): void {
    const claim = this.#claims.claimFor(sid, message.turn);
    if (claim === undefined) return;
    const { pages } = claim.show;
    const isTop = this.#claims.top?.[0] === sid;
    if (message.kind === "turn") {
      if (message.page > pages) throw new ProtocolError("bad-message", "a page beyond the last");
      claim.show = { ...claim.show, page: message.page };
    } else if (message.kind === "sheets") {
      for (const { page, picture } of message.sheets) {
        const isOther = (claim.sheets.get(page) ?? picture) !== picture;
        if (page > pages || isOther) throw new ProtocolError("bad-message", "a page twice");
        claim.sheets.set(page, picture);
      }
    } else if (message.kind === "offer") this.#isOffered.value ||= isTop;
    else if (isTop) this.#laser.showSpot(message);
  }

  #sayPoint(spot: Spot | undefined): void {
    const turn = this.#show.peek()?.turn;
    if (this.isPresenting && turn !== undefined) this.#broadcast({ kind: "point", turn, ...spot });
  }

  /** One of our own is drawn. */
  #addPage(page: number, bytes: Bytes): void {
    const show = this.#show.peek();
    if (!this.isPresenting || show === undefined) return;
    const picture = this.#pictures.addPicture(bytes);
    this.#sheets.value = new Map(this.#sheets.peek()).set(page, picture);
    this.#broadcast({ kind: "sheets", turn: show.turn, sheets: [{ page, picture }] });
  }

  #clear(): void {
    this.#desk.close();
    this.#pictures.keepOnly(new Set());
    this.#show.value = undefined;
    this.#presenter.value = undefined;
    this.#sheets.value = new Map();
    this.#isLeft.value = false;
    this.#isOffered.value = false;
    this.#offeredTo.value = undefined;
    this.#laser.showSpot(undefined);
  }

  #stateNow(): SlidesState | undefined {
    const show = this.#show.value;
    if (show === undefined) return undefined;
    const here = [...this.#sheets.value].filter(([, one]) => this.pictures.value.has(one));
    const presenter = this.#presenter.value;
    const { title, pages, page } = show;
    return {
      ...{ title, pages, page },
      presenter: presenter === this.#context.sid ? undefined : presenter,
      isLeft: this.#isLeft.value,
      picture: new Map(here).get(page),
      known: new Set(here.map(([one]) => one)),
      spot: this.#laser.spot.value,
      offeredTo: this.#offeredTo.value,
      isOffered: this.#isOffered.value,
    };
  }

  #send(sid: string, message: SlidesMessage): void {
    this.#context.send(sid, slidesKinds[message.kind], encodePayload(message));
  }

  #broadcast(message: SlidesMessage): void {
    this.#context.broadcast(slidesKinds[message.kind], encodePayload(message));
  }
}
