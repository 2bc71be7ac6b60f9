/**
 * A TCP proxy between browsers and server that keeps all it passes on: what a curious server could
 * write down.
 */
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { type Message, WebSocketReader } from "./websocket.ts";

export interface Recorded extends Message {
  toServer: boolean;
}

export class Recorder {
  /** What people type into the address bar. */
  readonly origin: string;
  /** Every WebSocket message, in order. */
  readonly messages: Recorded[] = [];
  /** Every HTTP request, head and body, as bytes. */
  readonly requests: Buffer[] = [];
  /** What the server takes for its clients' addresses. */
  readonly addresses: string[] = [];
  /** Where connections go; set before the first one. */
  target = 0;
  /** Ends a connection instead of passing a message on, if it says so. */
  cuts: ((message: Recorded) => boolean) | undefined;
  readonly #listener: NetServer;
  readonly #sockets = new Set<Socket>();

  private constructor(listener: NetServer) {
    this.#listener = listener;
    this.origin = `http://localhost:${(listener.address() as AddressInfo).port}`;
    listener.on("connection", (socket) => this.#pass(socket));
  }

  static async start(): Promise<Recorder> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Recorder(listener);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #pass(browser: Socket): void {
    const server = connect(this.target, "127.0.0.1");
    server.on("connect", () => this.addresses.push(`${server.localAddress}:${server.localPort}`));
    this.#join(browser, server, this.#listen(true));
    this.#join(server, browser, this.#listen(false));
  }

  #join(from: Socket, to: Socket, keep: (chunk: Buffer) => boolean): void {
    this.#sockets.add(from);
    from.on("data", (chunk) => {
      if (keep(chunk)) to.write(chunk);
      else from.destroy();
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  /**
   * One direction of one connection: HTTP until its head says that a WebSocket follows. False ends
   * it.
   */
  #listen(toServer: boolean): (chunk: Buffer) => boolean {
    const upgraded = toServer ? /\r\nupgrade: websocket\r\n/i : /^HTTP\/1\.1 101 /;
    let head = Buffer.alloc(0);
    let reader: WebSocketReader | undefined;
    return (chunk) => {
      let frames = chunk;
      if (!reader) {
        if (toServer) this.requests.push(chunk);
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return true;
        frames = head.subarray(end + 4);
        const isSocket = upgraded.test(head.subarray(0, end + 4).toString("latin1"));
        head = Buffer.alloc(0);
        if (!isSocket) return true;
        reader = new WebSocketReader();
      }
      const messages = reader.feed(frames).map((message) => ({ ...message, toServer }));
      this.messages.push(...messages);
      return !messages.some((message) => this.cuts?.(message));
    };
  }
}
