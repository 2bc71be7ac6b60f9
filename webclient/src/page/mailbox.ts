// Leaving something in a room for somebody who is not there, and taking it (protocol, section 3.8).
// What comes is at most 50 MiB, and is held in memory as files of that size are.
import { boxSealer, putBytes, takeBytes, takerKey } from "../crypto/box.ts";
import { type Bytes, fromBase64url, fromUtf8, random, toBase64url, utf8 } from "../crypto/bytes.ts";
import { keyFromSeed, sign } from "../crypto/ed25519.ts";
import { deriveRoom, type HostLink, type Link, parseLink } from "../crypto/link.ts";
import {
  type BoxHead,
  DamagedBox,
  isNote,
  isZero,
  piecesOf,
  pieceText,
  readHead,
  writeHead,
} from "../net/boxhead.ts";
import { type BoxClientMessage, type FoundBox, fetchPieces } from "../net/boxmessages.ts";
import { BoxError, BoxSocket, isPassing } from "../net/boxsocket.ts";
import { toFileName } from "../net/filename.ts";
import { signalUrl } from "./serverorigin.ts";

export { type BoxHead, isNote, largestBox } from "../net/boxhead.ts";
export { BoxError, DamagedBox };

/** How often it is tried again in a row. */
const tries = 5;
const pauseMs = 1000;

export interface Leaving {
  /** The host link. */
  readonly link: string;
  readonly from: string;
  readonly note: string;
  readonly file: File | undefined;
  readonly stop: AbortSignal;
  /** From 0 to 1. */
  progress(part: number): void;
}

export interface Opened extends BoxHead {
  readonly text: string;
  /** The file, if there is one. */
  readonly content: Blob | undefined;
}

/** Resolves when the server has it on its disk. Rejects with a BoxError. */
export async function leaveBox(leaving: Leaving): Promise<void> {
  const link = parseLink(leaving.link);
  if (link.role !== "host") throw new TypeError("only a host leaves something");
  const [note, salt] = [utf8(leaving.note), toBase64url(random(32))];
  const { file, from } = leaving;
  const name = file ? toFileName(file.name) : "";
  const head = { from, file: name, size: file?.size ?? 0, note: note.length };
  const content = new Blob(file ? [note, file] : [note]);
  for (let tried = 1; ; tried++) {
    try {
      return await putPieces(link, head, content, salt, leaving);
    } catch (error) {
      const isThere = error instanceof BoxError && error.code === "box-exists";
      // Perhaps it is this very one, and its answer was lost.
      if (isThere && tried > 1 && (await findBox(leaving.link)).salt === salt) return;
      if (!isPassing(error) || tried === tries) throw error;
      await pauseAfter(tried);
    }
  }
}

async function putPieces(
  link: HostLink,
  head: BoxHead,
  content: Blob,
  salt: string,
  { stop, progress }: Leaving,
): Promise<void> {
  const pieces = piecesOf(head);
  const [{ room }, key, taker] = await Promise.all([
    deriveRoom(link),
    keyFromSeed(link.seed),
    takerKey(link),
  ]);
  const sealer = await boxSealer(link, room, fromBase64url(salt), pieces);
  const sealed = toBase64url(await sealer.sealText(0, writeHead(head)));
  const box = { pieces, taker: taker.publicKey, salt, head: sealed };
  const answer = async (nonce: Bytes): Promise<BoxClientMessage> => {
    const signature = await sign(key, putBytes(nonce, room, box));
    return { kind: "put", room, ...box, signature };
  };
  const socket = await BoxSocket.openWith(signalUrl(), answer, stop);
  try {
    await socket.expect("send");
    for (let i = 0; i < pieces; i++) {
      const part = new Uint8Array(pieceText);
      part.set(await readPart(content, i));
      const waiting = await socket.sendPiece(await sealer.sealText(i + 1, part));
      progress(Math.max(0, i + 1 - waiting / pieceText) / pieces);
    }
    await socket.expect("kept");
    progress(1);
  } finally {
    socket.closeSocket();
  }
}

/** A file may have gone, or changed, since it was chosen. */
async function readPart(content: Blob, i: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await content.slice(i * pieceText, (i + 1) * pieceText).arrayBuffer());
  } catch {
    throw new BoxError("file-unreadable");
  }
}

interface OpenedSocket extends FoundBox {
  readonly link: Link;
  readonly room: string;
  readonly socket: BoxSocket;
}

async function openBox(text: string, stop?: AbortSignal): Promise<OpenedSocket> {
  const link = parseLink(text);
  const [{ room }, taker] = await Promise.all([deriveRoom(link), takerKey(link)]);
  const answer = async (nonce: Bytes): Promise<BoxClientMessage> => ({
    kind: "take",
    room,
    signature: await sign(taker, takeBytes(nonce, room)),
  });
  const socket = await BoxSocket.openWith(signalUrl(), answer, stop);
  try {
    return { link, room, socket, ...(await socket.expect("box")) };
  } catch (error) {
    socket.closeSocket();
    throw error;
  }
}

async function openHead({ link, room, salt, pieces, head }: OpenedSocket) {
  const sealer = await boxSealer(link, room, fromBase64url(salt), pieces);
  const text = await sealer.openText(0, fromBase64url(head)).catch(() => {
    throw new DamagedBox();
  });
  return { sealer, head: readHead(text, pieces) };
}

async function findBox(link: string): Promise<FoundBox> {
  const found = await openBox(link);
  found.socket.closeSocket();
  return found;
}

/**
 * What lies in the room of a link; undefined if there is nothing. Rejects with a BoxError or a
 * DamagedBox.
 */
export async function lookAtBox(link: string): Promise<BoxHead | undefined> {
  try {
    const found = await openBox(link);
    found.socket.closeSocket();
    return (await openHead(found)).head;
  } catch (error) {
    if (error instanceof BoxError && error.code === "no-box") return undefined;
    throw error;
  }
}

/**
 * Takes it; it stays on the server until eraseBox. Rejects as lookAtBox does, with "no-box" if it is
 * gone.
 */
export async function takeBox(
  link: string,
  stop: AbortSignal,
  progress: (part: number) => void,
): Promise<Opened> {
  const parts: Bytes[] = [];
  let salt: string | undefined;
  for (let fruitless = 1; ; fruitless++) {
    const had = parts.length;
    try {
      const found = await openBox(link, stop);
      if (salt !== undefined && salt !== found.salt) throw new BoxError("no-box");
      salt = found.salt;
      return await fetchAll(found, parts, progress);
    } catch (error) {
      if (parts.length > had) fruitless = 0;
      if (!isPassing(error) || fruitless === tries) throw error;
      await pauseAfter(fruitless);
    }
  }
}

async function fetchAll(
  found: OpenedSocket,
  parts: Bytes[],
  progress: (part: number) => void,
): Promise<Opened> {
  const { socket, pieces } = found;
  try {
    const { sealer, head } = await openHead(found);
    for (let asked = parts.length; parts.length < pieces; ) {
      if (parts.length === asked) {
        socket.sendMessage({ kind: "fetch", from: asked });
        asked += fetchPieces;
      }
      const sealed = await socket.nextPiece();
      parts.push(await sealer.openText(parts.length + 1, sealed).catch(damaged));
      progress(parts.length / pieces);
    }
    return await readContent(head, parts);
  } finally {
    socket.closeSocket();
  }
}

async function readContent(head: BoxHead, parts: readonly Bytes[]): Promise<Opened> {
  const whole = new Blob([...parts], { type: "application/octet-stream" });
  const end = head.note + head.size;
  const bytesOf = async (from: number, to?: number) =>
    new Uint8Array(await whole.slice(from, to).arrayBuffer());
  if (!isZero(await bytesOf(end))) damaged();
  let text = "";
  try {
    text = fromUtf8(await bytesOf(0, head.note));
  } catch {
    damaged();
  }
  if (!isNote(text)) damaged();
  return {
    ...head,
    text,
    content: head.file ? whole.slice(head.note, end, whole.type) : undefined,
  };
}

function damaged(): never {
  throw new DamagedBox();
}

/** Resolves when nothing of it is left on the server. Rejects with a BoxError. */
export async function eraseBox(link: string): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      const { socket } = await openBox(link);
      try {
        socket.sendMessage({ kind: "taken" });
        await socket.expect("erased");
        return;
      } finally {
        socket.closeSocket();
      }
    } catch (error) {
      // The answer was lost; or somebody else has erased it, which comes to the same.
      if (tried > 1 && error instanceof BoxError && error.code === "no-box") return;
      if (!isPassing(error) || tried === tries) throw error;
      await pauseAfter(tried);
    }
  }
}

const pauseAfter = (tried: number) =>
  new Promise((resolve) => setTimeout(resolve, tried * pauseMs));
