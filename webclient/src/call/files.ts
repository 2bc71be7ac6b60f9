// The files of a call: each offered to everybody, and each a line of the chat.
import { type Signal, signal } from "@preact/signals-core";
import { hashOf } from "../crypto/filehash.ts";
import { largestFile } from "../net/decode.ts";
import { toFileName } from "../net/filename.ts";
import type { FileProgress, OwnFile } from "../peer/filerules.ts";
import type { FileExchange } from "../peer/files.ts";
import { discardStores } from "../peer/filestore.ts";
import type { FileState } from "../peer/state.ts";
import type { Mesh } from "./mesh/mesh.ts";
import {
  type FileShare,
  isOnDisk,
  isUnderWay,
  type SharedFile,
  type SharedFiles,
} from "./model.ts";
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
  /** Whose hash is being made. */
  #reading: { readonly line: number; stop(): void } | undefined;
  /** Those that were chosen before. */
  #turn: Promise<void> = Promise.resolve();

  constructor(state: CallState, mesh: () => Mesh | undefined) {
    this.#state = state;
    this.#mesh = mesh;
    state.phase.subscribe((phase) => {
      if (phase === "over") void this.#discard();
    });
  }

  /** In the order in which they were chosen, and one is read at a time. */
  send(content: File): Promise<void> {
    this.#turn = this.#turn.then(() => this.#sendOne(content));
    return this.#turn;
  }

  async #sendOne(content: File): Promise<void> {
    const { size } = content;
    const mesh = this.#mesh();
    if (size === 0 || size > largestFile) return this.#state.report({ code: "file-size" });
    const to = mesh?.peers.value.filter(({ sid, apart }) => !apart && mesh.isLive(sid)) ?? [];
    if (to.length === 0) return this.#state.report({ code: "file-nobody" });
    if (to.some(({ sid }) => mesh?.filesOf(sid)?.outgoing.isFull))
      return this.#state.report({ code: "file-many" });
    const name = toFileName(content.name);
    const shares = to.map((one) => newShare(one.sid, one.name, "reading"));
    const file = signal<SharedFile>({ name, size, shares });
    const line = this.#state.addChat({ name: "", text: name, file });
    const hash = await this.#hashFile(content, line, file);
    if (hash !== undefined) this.#offerToAll({ name, size, hash, content }, line, file);
  }

  /** To those who are still there. */
  #offerToAll(own: OwnFile, line: number, file: Signal<SharedFile>): void {
    this.#last += 1;
    for (const [share, { sid }] of file.value.shares.entries()) {
      if (this.#mesh()?.isLive(sid))
        this.#addTransfer(sid, { line, own: true, file, share, id: this.#last });
      else setShare(file, share, { state: "cut-off" });
    }
    for (const transfer of this.#transfersOf(line))
      transfer.exchange.outgoing.offerFile(transfer.id, own);
  }

  /** The file's hash; undefined if it could not be read, or was taken back. */
  async #hashFile(
    content: File,
    line: number,
    file: Signal<SharedFile>,
  ): Promise<string | undefined> {
    let isStopped = false;
    // A disk may keep a read for ever: the files behind this one are not to wait for it.
    const stopped = new Promise<undefined>((resolve) => {
      this.#reading = {
        line,
        stop: () => {
          isStopped = true;
          resolve(undefined);
        },
      };
    });
    const setAll = (change: Partial<FileShare>) => {
      for (const share of file.value.shares.keys()) setShare(file, share, change);
    };
    try {
      const read = hashOf(content, (bytes) => {
        if (!isStopped) setAll({ percent: Math.floor((100 * bytes) / content.size) });
        return !isStopped;
      });
      const hash = await Promise.race([read, stopped]);
      if (hash === undefined || isStopped) setAll({ state: "withdrawn" });
      else return hash;
    } catch {
      setAll({ state: "unreadable" });
      this.#state.report({ code: "file-unreadable" });
    } finally {
      this.#reading = undefined;
    }
    return undefined;
  }

  accept(line: number): void {
    for (const { own, exchange, id } of this.#transfersOf(line))
      if (!own) exchange.incoming.accept(id);
  }

  cancel(line: number): void {
    if (this.#reading?.line === line) this.#reading.stop();
    for (const { own, exchange, id } of this.#transfersOf(line)) {
      if (own) exchange.outgoing.withdraw(id);
      else exchange.incoming.decline(id);
    }
  }

  /** A peer offers a file, or one goes on, or had its end. */
  noteProgress(sid: string, name: string, news: FileProgress): void {
    const { own, id, size, bytes, state, content } = news;
    if (!own && state === "offered") {
      const file = signal<SharedFile>({
        name: news.name,
        size,
        shares: [newShare(sid, name, state)],
      });
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
    setShare(file, share, { state, percent: Math.floor((100 * bytes) / size) });
    if (content !== undefined) file.value = { ...file.value, content };
  }

  /** What came and was not saved stays for the last screen, unless it is on the disk. */
  async #discard(): Promise<void> {
    for (const { file } of this.#state.chat.value) {
      if (file === undefined || !isOnDisk(file.value.size)) continue;
      const { content: _, ...rest } = file.value;
      (file as Signal<SharedFile>).value = rest;
    }
    await discardStores();
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

/** Nothing is drawn again for what is the same. */
function setShare(file: Signal<SharedFile>, share: number, change: Partial<FileShare>): void {
  const { shares } = file.value;
  const before = shares[share];
  if (before === undefined) return;
  const after = { ...before, ...change };
  if (after.state === before.state && after.percent === before.percent) return;
  file.value = { ...file.value, shares: shares.map((one) => (one === before ? after : one)) };
}

const newShare = (sid: string, name: string, state: FileState): FileShare => ({
  ...{ sid, name, state },
  percent: 0,
});
const transferKey = (sid: string, own: boolean, id: number) =>
  `${sid} ${own ? "to" : "from"} ${id}`;
