/** One person's way to the server: an HTTP proxy of their own that can be cut for a while, at once or at a message that is waited for. */
import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Server } from "./server.ts";
import { until } from "./until.ts";
import { WebSocketReader } from "./websocket.ts";

export type Direction = "to the server" | "to the browser";

/** A message as a line sees it: its kind or, of a frame, what it does to a sealed path. */
export interface Passing {
  direction: Direction;
  kind: string;
}

/** What becomes of a message: "lost" with the line, or "delivered" before the line is cut. */
export type Fate = "lost" | "delivered" | undefined;

const frameKinds = ["", "message 1", "message 2", "sealed"];

export class Line {
  /** What this person types into the address bar. */
  readonly origin: string;
  /** What passed since the last call of `watch`, in order. */
  readonly passed: string[] = [];
  readonly #server: Server;
  readonly #proxy: HttpServer;
  readonly #open = new Set<Duplex>();
  #fate: ((message: Passing) => Fate) | undefined;
  #away = false;

  private constructor(server: Server, proxy: HttpServer) {
    this.#server = server;
    this.#proxy = proxy;
    this.origin = `http://localhost:${(proxy.address() as AddressInfo).port}`;
    proxy.on("connection", (socket) => {
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
      if (this.#away) socket.destroy();
    });
    proxy.on("request", (asked, answer) => this.#pass(asked, answer));
    proxy.on("upgrade", (asked, browser, head) => this.#upgrade(asked, browser, head));
  }

  static async start(server: Server): Promise<Line> {
    const proxy = createServer().listen(0, "127.0.0.1");
    await once(proxy, "listening");
    return new Line(server, proxy);
  }

  async close(): Promise<void> {
    this.cut();
    this.#proxy.close();
    await once(this.#proxy, "close");
  }

  /** Ends every connection; new ones are refused until it heals. */
  cut(): void {
    this.#away = true;
    for (const socket of this.#open) socket.destroy();
  }

  heal(): void {
    this.#away = false;
  }

  /** From now on each message asks for its fate, until the line was cut once. */
  watch(fate: (message: Passing) => Fate): void {
    this.passed.length = 0;
    this.#fate = fate;
  }

  /** Cut by the message that is watched for. */
  async isCut(): Promise<void> {
    await until("the message that is waited for", () => this.#away).catch((error) => {
      throw new Error(`${error.message}; there were ${this.passed.join(", ")}`);
    });
  }

  /** The server sees its own address, as behind any proxy. */
  #headers(asked: IncomingMessage): IncomingMessage["headers"] {
    const { host } = new URL(this.#server.origin);
    return { ...asked.headers, host, ...(asked.headers.origin && { origin: this.#server.origin }) };
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method = "GET", url: path = "/" } = asked;
    const onward = { host: "127.0.0.1", port: this.#server.port, method, path, headers: this.#headers(asked) };
    request(onward, (original) => {
      answer.writeHead(original.statusCode ?? 502, original.headers);
      original.pipe(answer);
    })
      .on("error", () => answer.destroy())
      .end();
  }

  #upgrade(asked: IncomingMessage, browser: Duplex, head: Buffer): void {
    const server = connect(this.#server.port, "127.0.0.1");
    this.#open.add(server);
    const lines = Object.entries(this.#headers(asked)).map(([name, value]) => `${name}: ${value}\r\n`);
    server.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    server.write(head);
    this.#join(browser, server, "to the server", true);
    this.#join(server, browser, "to the browser", false);
  }

  #join(from: Duplex, to: Socket | Duplex, direction: Direction, upgraded: boolean): void {
    const reader = new WebSocketReader();
    let answer = upgraded ? undefined : Buffer.alloc(0);
    from.on("data", (chunk: Buffer) => {
      let frames = chunk;
      if (answer !== undefined) {
        answer = Buffer.concat([answer, chunk]);
        const end = answer.indexOf("\r\n\r\n");
        frames = end < 0 ? Buffer.alloc(0) : answer.subarray(end + 4);
        if (end >= 0) answer = undefined;
      }
      const fate = this.#fateOf(reader.feed(frames), direction);
      if (fate !== "lost") to.write(chunk);
      if (fate === "delivered") to.end();
      if (fate !== undefined) setImmediate(() => this.cut());
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#open.delete(from);
      to.destroy();
    });
  }

  #fateOf(messages: ReturnType<WebSocketReader["feed"]>, direction: Direction): Fate {
    for (const { opcode, payload } of messages) {
      if (opcode > 2) continue;
      const kind = opcode === 1 ? String(JSON.parse(payload.toString()).kind) : (frameKinds[payload[8] ?? 0] ?? "");
      this.passed.push(`${direction}: ${kind}`);
      const fate = this.#fate?.({ direction, kind });
      if (fate === undefined) continue;
      this.#fate = undefined;
      this.#away = true;
      return fate;
    }
    return undefined;
  }
}

/** The n-th message of this kind in this direction. */
export function nth(n: number, direction: Direction, kind: string, fate: Fate): (message: Passing) => Fate {
  let seen = 0;
  return (message) => {
    if (message.direction !== direction || message.kind !== kind) return undefined;
    seen++;
    return seen === n ? fate : undefined;
  };
}
