// The server's side of the signalling for one room, on sockets without a network: as much as a call
// needs to come about, and what a test has it say beside that.
import { fromBase64url, random, toBase64url } from "../../crypto/bytes.ts";
import type { ClientMessage, ServerMessage, SignedRoster } from "../../net/protocol.ts";

type Heard = ClientMessage & { readonly from: string };

const sidBytes = 8;

export class RoomServer {
  /** All that clients have said, in order; `from` is their sid. */
  readonly heard: Heard[] = [];
  /** By sid, those who were welcomed and are still here. */
  readonly sockets = new Map<string, FakeSocket>();
  host: string | undefined;
  roster: SignedRoster | undefined;
  readonly #relayed = new Set<string>();

  /** Every WebSocket of this test leads here. */
  constructor() {
    const accept = (socket: FakeSocket) => {
      socket.deliver({ kind: "challenge", nonce: toBase64url(random(32)) });
    };
    const take = (socket: FakeSocket, data: string | Uint8Array) => this.#take(socket, data);
    Object.assign(globalThis, {
      WebSocket: class extends FakeSocket {
        constructor() {
          super(accept, take);
        }
      },
      addEventListener: () => {},
      navigator: {},
    });
  }

  /** Says something to somebody. */
  tell(sid: string, message: ServerMessage): void {
    this.sockets.get(sid)?.deliver(message);
  }

  /** Ends somebody's socket. */
  drop(sid: string, code: number, reason: string): void {
    const socket = this.sockets.get(sid);
    this.sockets.delete(sid);
    socket?.end(code, reason);
  }

  /** Kinds of what somebody has said. */
  kindsFrom(sid: string): string[] {
    return this.heard.filter(({ from }) => from === sid).map(({ kind }) => kind);
  }

  #take(socket: FakeSocket, data: string | Uint8Array): void {
    if (typeof data !== "string") {
      const from = fromBase64url(socket.sid);
      const to = toBase64url(data.subarray(0, sidBytes));
      this.sockets.get(to)?.deliverFrame(from, data.subarray(sidBytes));
      return;
    }
    const message = JSON.parse(data) as ClientMessage;
    if (message.kind === "join") this.#welcome(socket, message);
    this.heard.push({ ...message, from: socket.sid });
    if (message.kind === "roster") this.#publish(message);
    if (message.kind === "deny") {
      this.tell(message.sid, message);
      this.drop(message.sid, 1008, "denied");
    }
    if (message.kind === "end") {
      for (const sid of this.sockets.keys()) {
        this.tell(sid, message);
        this.drop(sid, 1008, "room-gone");
      }
    }
    if (message.kind === "leave") {
      this.drop(socket.sid, 1000, "");
      for (const sid of this.sockets.keys()) this.tell(sid, { kind: "left", sid: socket.sid });
    }
  }

  #welcome(socket: FakeSocket, join: Extract<ClientMessage, { kind: "join" }>): void {
    const sid = join.sid ?? toBase64url(random(sidBytes));
    const waiting = [...this.sockets.keys()].filter((one) => !this.#lists(one));
    socket.sid = sid;
    this.sockets.set(sid, socket);
    const isHost = join.hostSignature !== undefined;
    const { roster } = this;
    socket.deliver({
      kind: "welcome",
      sid,
      role: isHost ? "host" : this.#lists(sid) ? "guest" : "knocker",
      seats: 3,
      ...(this.host !== undefined && !isHost && { host: this.host }),
      ...(roster !== undefined && (isHost || this.#lists(sid)) && { roster }),
      ...(isHost && waiting.length > 0 && { knockers: waiting }),
    });
    if (isHost) {
      this.host = sid;
      for (const other of waiting) this.tell(other, { kind: "host", host: sid });
    } else if (this.host !== undefined && !this.#lists(sid))
      this.tell(this.host, { kind: "knock", sid });
  }

  #lists(sid: string): boolean {
    return this.roster?.members.some((member) => member.sid === sid) ?? false;
  }

  #publish({ epoch, members, signature }: SignedRoster): void {
    this.roster = { epoch, members, signature };
    for (const { sid } of members) {
      if (sid !== this.host) this.tell(sid, { kind: "roster", ...this.roster });
      if (this.#relayed.has(sid)) continue;
      this.#relayed.add(sid);
      const credentials = { username: "name", credential: "word", expires: 2_000_000_000 };
      this.tell(sid, { kind: "relay", urls: ["turn:call.example"], ...credentials });
    }
  }
}

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  binaryType = "arraybuffer";
  readyState = 0;
  sid = "";
  readonly #take: (socket: FakeSocket, data: string | Uint8Array) => void;

  constructor(
    accept: (socket: FakeSocket) => void,
    take: (socket: FakeSocket, data: string | Uint8Array) => void,
  ) {
    super();
    this.#take = take;
    setImmediate(() => {
      if (this.readyState > 0) return;
      this.readyState = 1;
      this.dispatchEvent(new Event("open"));
      accept(this);
    });
  }

  send(data: string | Uint8Array): void {
    setImmediate(() => this.#take(this, data));
  }

  close(): void {
    this.end(1000, "");
  }

  deliver(message: ServerMessage): void {
    this.#dispatch("message", { data: JSON.stringify(message) });
  }

  deliverFrame(from: Uint8Array, body: Uint8Array): void {
    const frame = new Uint8Array(from.length + body.length);
    frame.set(from);
    frame.set(body, from.length);
    this.#dispatch("message", { data: frame.buffer });
  }

  end(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    setImmediate(() => this.dispatchEvent(Object.assign(new Event("close"), { code, reason })));
  }

  #dispatch(type: string, what: object): void {
    setImmediate(() => this.dispatchEvent(Object.assign(new Event(type), what)));
  }
}
