/** A TCP proxy in front of the server that counts what comes through it. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Meter {
  /** Bytes that went to the browser since the last reset, with all that TLS and HTTP put around. */
  received = 0;
  /** Connections since the last reset. */
  connections = 0;
  readonly port: number;
  /** Where connections go; set before the first one. */
  target = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (from) => this.#join(from));
  }

  static async start(): Promise<Meter> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Meter(server);
  }

  reset(): void {
    this.received = this.connections = 0;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(from: Socket): void {
    this.connections++;
    const to = connect(this.target, "127.0.0.1");
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(one);
      one.on("data", (bytes) => {
        if (one === to) this.received += bytes.length;
        other.write(bytes);
      });
      one.on("end", () => other.end());
      one.on("error", () => other.destroy());
      one.on("close", () => this.#sockets.delete(one));
    }
  }
}
