/**
 * One person's way to the server: an HTTP proxy of their own that can be cut for a while, at once
 * or at a message that is waited for.
 */
import { once } from "node:events";
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Server } from "./server.ts";
import { patience, slowness } from "./until.ts";
import { type Message, WebSocketReader } from "./websocket.ts";

export type Direction = "to the server" | "to the browser";

/**
 * What becomes of a message: it is "lost" with the line, or "delivered" before the line is cut, or
 * just passes.
 */
export type Fate = "lost" | "delivered" | "passed";

/** A message that is waited for. */
interface Awaited {
  readonly direction: Direction;
  readonly kind: string;
  readonly fate: Fate;
  /** How many of them are still to come. */
  left: number;
  come(): void;
}

const frameKinds = ["", "message 1", "message 2", "sealed"];

export class Line {
  static #lines = 0;
  /** What this person types into the address bar. */
  readonly origin: string;
  /** Every message, in order: its kind or, of a frame, what it does to a sealed path. */
  readonly passed: string[] = [];
  readonly #server: Server;
  readonly #proxy: HttpServer;
  /** Whom the server takes this person for: it counts by addresses. */
  readonly #address = `127.0.0.${2 + (Line.#lines++ % 250)}`;
  readonly #open = new Set<Duplex>();
  #awaited: Awaited | undefined;
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

  /**
   * Resolves when the n-th message of this kind has come, counted from now, and what is to become
   * of it has.
   */
  meets(n: number, direction: Direction, kind: string, fate: Fate): Promise<void> {
    const from = this.passed.length;
    return new Promise((resolve, reject) => {
      const limit = patience * slowness();
      const late = setTimeout(() => {
        const passed = this.passed.slice(from).join(", ");
        reject(
          new Error(
            `waited ${Math.round(limit)} ms for ${kind} ${direction}; there were ${passed}`,
          ),
        );
      }, limit);
      const come = () => {
        clearTimeout(late);
        resolve();
      };
      this.#awaited = { direction, kind, fate, left: n, come };
    });
  }

  /** The server sees its own address, as behind any proxy. */
  #headers(asked: IncomingMessage): IncomingMessage["headers"] {
    const { host } = new URL(this.#server.origin);
    return { ...asked.headers, host, ...(asked.headers.origin && { origin: this.#server.origin }) };
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { method = "GET", url: path = "/" } = asked;
    const onward = {
      host: "127.0.0.1",
      port: this.#server.port,
      method,
      path,
      headers: this.#headers(asked),
    };
    request(onward, (original) => {
      answer.writeHead(original.statusCode ?? 502, original.headers);
      original.pipe(answer);
    })
      .on("error", () => answer.destroy())
      .end();
  }

  #upgrade(asked: IncomingMessage, browser: Duplex, head: Buffer): void {
    const server = connect({
      host: "127.0.0.1",
      port: this.#server.port,
      localAddress: this.#address,
    });
    this.#open.add(server);
    const lines = Object.entries(this.#headers(asked)).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    server.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    server.write(head);
    this.#join(browser, server, "to the server", true);
    this.#join(server, browser, "to the browser", false);
  }

  #join(from: Duplex, to: Duplex, direction: Direction, upgraded: boolean): void {
    let reader = upgraded ? new WebSocketReader() : undefined;
    let head = Buffer.alloc(0);
    const feed = (chunk: Buffer): Message[] => {
      if (reader !== undefined) return reader.feed(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0 || !head.toString("latin1").startsWith("HTTP/1.1 101 ")) return [];
      reader = new WebSocketReader();
      return reader.feed(head.subarray(end + 4));
    };
    from.on("data", (chunk: Buffer) => {
      const fate = this.#fateOf(feed(chunk), direction);
      if (fate !== "lost") to.write(chunk);
      if (fate === "delivered") to.end();
      if (fate !== "passed") setImmediate(() => this.cut());
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#open.delete(from);
      to.destroy();
    });
  }

  /** What becomes of messages that came in one piece. */
  #fateOf(messages: readonly Message[], direction: Direction): Fate {
    let fate: Fate = "passed";
    for (const { opcode, payload } of messages) {
      if (opcode > 2) continue;
      const kind =
        opcode === 1
          ? String(JSON.parse(payload.toString()).kind)
          : (frameKinds[payload[8] ?? 0] ?? "");
      this.passed.push(`${kind} ${direction}`);
      const awaited = this.#awaited;
      if (awaited?.direction !== direction || awaited.kind !== kind || awaited.left === 0) continue;
      awaited.left--;
      if (awaited.left > 0) continue;
      fate = awaited.fate;
      awaited.come();
    }
    return fate;
  }
}
