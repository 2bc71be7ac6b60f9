// Creating a room: one socket, one message, one answer.
import type { ClientMessage } from "./protocol.ts";
import { SignalSocket } from "./socket.ts";

const patienceMs = 10_000;

/** A creation that did not work; `code` is one of the protocol's or "server-unreachable". */
export class CreateError extends Error {
  override readonly name = "CreateError";
  readonly code: string;
  constructor(code: string) {
    super(`the room was not created: ${code}`);
    this.code = code;
  }
}

/** Resolves to the expiry of the room once it is on the server's disk. */
export function createOnServer(url: string, create: (nonce: Uint8Array) => Promise<ClientMessage>): Promise<Date> {
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void) => {
      clearTimeout(timer);
      socket.close();
      outcome();
    };
    const timer = setTimeout(() => end(() => reject(new CreateError("server-unreachable"))), patienceMs);
    const socket = new SignalSocket({
      url,
      answer: create,
      message: (message) => {
        if (message.kind === "created") end(() => resolve(new Date(message.expires * 1000)));
      },
      frame: () => {},
      // A second try would sign a room that the first may have made: better to say that the server is away.
      lost: () => end(() => reject(new CreateError("server-unreachable"))),
      closed: (code) => end(() => reject(new CreateError(code))),
    });
  });
}
