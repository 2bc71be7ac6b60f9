// A small server that speaks the opening of the protocol on real sockets, and does on purpose what
// a network does now and then.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket as Socket, WebSocketServer } from "ws";

const nonce = Buffer.alloc(32).toString("base64url");
const sid = Buffer.alloc(8, 1).toString("base64url");
const welcome = { kind: "welcome", sid, role: "guest", seats: 4 };

export class SmallServer {
  /** Every socket that was opened, in order. */
  readonly sockets: Socket[] = [];
  /** Kinds of what was said on each. */
  readonly heard: string[][] = [];
  /** Requests that are no upgrade. */
  questions = 0;
  /** Socket n is as the function says. */
  challengeMs = (_n: number) => 0;
  pongMs = (_n: number) => 0;
  /** Nothing more comes out of socket n. */
  frozen = new Set<number>();
  /** Socket n ends with its join, before the socket that it replaces. */
  loses = new Set<number>();
  full = false;
  /** What is done about a message in place of the usual; true if it was. */
  answers = (_kind: string, _socket: Socket): boolean => false;
  readonly #http: Server;
  port = 0;

  constructor() {
    const server = new WebSocketServer({ noServer: true });
    this.#http = createServer((_, answer) => {
      this.questions++;
      answer.writeHead(this.full ? 429 : 400).end();
    });
    this.#http.on("upgrade", (request, socket, head) => {
      if (this.full) socket.end("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n");
      else server.handleUpgrade(request, socket, head, (opened) => this.#serveSocket(opened));
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/signal`;
  }

  async listen(): Promise<void> {
    this.#http.listen(this.port, "127.0.0.1");
    await once(this.#http, "listening");
    this.port = (this.#http.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#http.close();
    this.#http.closeAllConnections();
    if (this.#http.listening) await once(this.#http, "close");
  }

  #serveSocket(socket: Socket): void {
    const n = this.sockets.push(socket) - 1;
    const heard: string[] = [];
    this.heard.push(heard);
    const sendLater = (message: object, ms: number) =>
      setTimeout(() => this.frozen.has(n) || socket.send(JSON.stringify(message)), ms);
    socket.on("message", (data) => {
      const { kind } = JSON.parse(String(data)) as { kind: string };
      heard.push(kind);
      if (this.answers(kind, socket)) return;
      if (kind === "join") {
        // As the real one: who joins again is replaced, and may hear of that before the welcome.
        if (this.loses.has(n)) socket.terminate();
        const replace = () => {
          for (const other of this.sockets) if (other !== socket) other.close(1008, "replaced");
        };
        if (this.loses.has(n)) setTimeout(replace, 20);
        else replace();
        sendLater(welcome, 50);
      }
      if (kind === "ping") sendLater({ kind: "pong" }, this.pongMs(n));
    });
    sendLater({ kind: "challenge", nonce }, this.challengeMs(n));
  }
}
