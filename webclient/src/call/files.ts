// The files of a call: each offered to everybody, and each a line of the chat.
import { type Signal, signal } from "@preact/signals-core";
import { toBase64url } from "../crypto/bytes.ts";
import { sha256 } from "../crypto/hash.ts";
import { largestFile } from "../net/decode.ts";
import { toFileName } from "../net/filename.ts";
import type { FileProgress } from "../peer/filerules.ts";
import type { FileExchange } from "../peer/files.ts";
import type { Mesh } from "./mesh/mesh.ts";
import { type FileShare, isUnderWay, type SharedFile, type SharedFiles } from "./model.ts";
import type { CallState } from "./state.ts";

/** One file on its way: from us to somebody, or from somebody to us. */
interface Transfer {
  /** Of the chat. */
  readonly line: number;
  readonly own: boolean;
  readonly exchange: FileExchange;
  readonly id: number;
  readonly file: Signal<SharedFile>;
  /** Which of its shares. */
  readonly share: number;
}

export class Files implements SharedFiles {
  readonly #state: CallState;
  readonly #mesh: () => Mesh | undefined;
  /** Those that have not had their end, by who, direction and id. */
  readonly #transfers = new Map<string, Transfer>();
  /** Of our own files. */
  #last = 0;
  /** Those that were chosen before; each is in memory while its hash is made. */
  #turn: Promise<void> = Promise.resolve();

  constructor(state: CallState, mesh: () => Mesh | undefined) {
    this.#state = state;
    this.#mesh = mesh;
  }

  /** In the order in which they were chosen, and one in memory at a time. */
  send(content: File): Promise<void> {
    this.#turn = this.#turn.then(() => this.#sendOne(content));
    return this.#turn;
  }

  async #sendOne(content: File): Promise<void> {
    const { size } = content;
    const mesh = this.#mesh();
    if (size === 0 || size > largestFile) return this.#state.report({ code: "file-size" });
    let hash: string;
    try {
      hash = toBase64url(await sha256(new Uint8Array(await content.arrayBuffer())));
    } catch {
      return this.#state.report({ code: "file-unreadable" });
    }
    const to = mesh?.peers.value.filter(({ sid }) => mesh.isLive(sid)) ?? [];
    if (to.length === 0) return this.#state.report({ code: "file-nobody" });
    if (to.some(({ sid }) => mesh?.filesOf(sid)?.outgoing.isFull))
      return this.#state.report({ code: "file-many" });
    this.#last += 1;
    const own = { name: toFileName(content.name), size, hash, content };
    const file = signal<SharedFile>({
      name: own.name,
      size,
      shares: to.map(({ sid, name }) => newShare(sid, name)),
    });
    const line = this.#state.addChat({ name: "", text: own.name, file });
    for (const [share, { sid }] of to.entries())
      this.#addTransfer(sid, { line, own: true, file, share, id: this.#last });
    for (const transfer of this.#transfersOf(line))
      transfer.exchange.outgoing.offerFile(transfer.id, own);
  }

  accept(line: number): void {
    for (const { own, exchange, id } of this.#transfersOf(line))
      if (!own) exchange.incoming.accept(id);
  }

  cancel(line: number): void {
    for (const { own, exchange, id } of this.#transfersOf(line)) {
      if (own) exchange.outgoing.withdraw(id);
      else exchange.incoming.decline(id);
    }
  }

  /** A peer offers a file, or one goes on, or had its end. */
  noteProgress(sid: string, name: string, news: FileProgress): void {
    const { own, id, size, bytes, state, content } = news;
    if (!own && state === "offered") {
      const file = signal<SharedFile>({ name: news.name, size, shares: [newShare(sid, name)] });
      const line = this.#state.addChat({
        sid,
        name,
        text: news.name,
        file,
        host: this.#mesh()?.isHost(sid) ?? false,
      });
      this.#addTransfer(sid, { line, own, file, share: 0, id });
      return;
    }
    const transfer = this.#transfers.get(transferKey(sid, own, id));
    if (transfer === undefined) return;
    if (!isUnderWay(state)) this.#transfers.delete(transferKey(sid, own, id));
    const { file, share } = transfer;
    const before = file.value.shares[share];
    const percent = Math.floor((100 * bytes) / size);
    if (before === undefined || (before.state === state && before.percent === percent)) return;
    const shares = file.value.shares.map((one) =>
      one === before ? { ...before, state, percent } : one,
    );
    file.value = { ...file.value, shares, ...(content !== undefined && { content }) };
  }

  #transfersOf(line: number): Transfer[] {
    return [...this.#transfers.values()].filter((transfer) => transfer.line === line);
  }

  #addTransfer(sid: string, transfer: Omit<Transfer, "exchange">): void {
    const exchange = this.#mesh()?.filesOf(sid);
    if (exchange !== undefined)
      this.#transfers.set(transferKey(sid, transfer.own, transfer.id), { ...transfer, exchange });
  }
}

const newShare = (sid: string, name: string): FileShare => ({
  sid,
  name,
  state: "offered",
  percent: 0,
});
const transferKey = (sid: string, own: boolean, id: number) =>
  `${sid} ${own ? "to" : "from"} ${id}`;
