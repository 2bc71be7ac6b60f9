/**
 * An HTTP proxy in front of the server that changes what it passes on: somebody on the way who
 * lies.
 */
import { once } from "node:events";
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export class Tamper {
  /** What people type into the address bar. */
  readonly origin: string;
  /** Where requests go; set before the first one. */
  target = 0;
  /** What becomes of a body. */
  change = (_path: string, body: Buffer): Buffer => body;
  readonly #server: HttpServer;

  private constructor(server: HttpServer) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on("request", (asked, answer) => void this.#pass(asked.url ?? "/", answer));
  }

  static async start(): Promise<Tamper> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Tamper(server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #pass(path: string, answer: ServerResponse): Promise<void> {
    const headers = { host: new URL(this.origin).host, connection: "close" };
    const asked = request({ host: "127.0.0.1", port: this.target, path, headers }).end();
    const [original] = (await once(asked, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of original) chunks.push(chunk as Buffer);
    const body = this.change(path, Buffer.concat(chunks));
    const kept = Object.entries(original.headers).filter(([name]) => name !== "connection");
    answer.writeHead(original.statusCode ?? 502, {
      ...Object.fromEntries(kept),
      "content-length": body.length,
    });
    answer.end(body);
  }
}
