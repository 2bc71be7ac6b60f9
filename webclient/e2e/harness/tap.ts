/** A TCP proxy that keeps every byte it passes on: what a curious relay could write down. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Tap {
  readonly port: number;
  /** Where connections go; set before the first one. */
  target = 0;
  readonly #chunks = { toServer: [] as Buffer[], toClients: [] as Buffer[] };
  readonly #listener: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(listener: Server) {
    this.#listener = listener;
    this.port = (listener.address() as AddressInfo).port;
    listener.on("connection", (client) => {
      const server = connect(this.target, "127.0.0.1");
      this.#join(client, server, this.#chunks.toServer);
      this.#join(server, client, this.#chunks.toClients);
    });
  }

  static async start(): Promise<Tap> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Tap(listener);
  }

  /** All that has passed, in each direction, without its cuts into packets. */
  get passed(): Buffer[] {
    return [Buffer.concat(this.#chunks.toServer), Buffer.concat(this.#chunks.toClients)];
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #join(from: Socket, to: Socket, kept: Buffer[]): void {
    this.#sockets.add(from);
    from.on("data", (chunk) => {
      kept.push(chunk);
      to.write(chunk);
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
