/**
 * A TCP proxy that can swallow all that passes in one direction: a box on the way that has
 * forgotten a connection and does not say so.
 */
import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type Server as NetServer,
  type Socket,
} from "node:net";

export type Direction = "to the server" | "to the browser";

interface Passage {
  readonly number: number;
  readonly ends: readonly Socket[];
  frozen: Direction | undefined;
}

export class Freezer {
  readonly port: number;
  /** Where connections go; set before the first one. */
  target = 0;
  /** How many connections there have been. */
  connections = 0;
  readonly #listener: NetServer;
  readonly #open = new Set<Passage>();

  private constructor(listener: NetServer) {
    this.#listener = listener;
    this.port = (listener.address() as AddressInfo).port;
    listener.on("connection", (socket) => this.#pass(socket));
  }

  static async start(): Promise<Freezer> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Freezer(listener);
  }

  /**
   * From now on, nothing in this direction arrives on the first `count` connections, not even their
   * end. Later ones work.
   */
  freeze(direction: Direction, count: number): void {
    for (const one of this.#open) if (one.number <= count) one.frozen = direction;
  }

  async close(): Promise<void> {
    for (const { ends } of this.#open) for (const end of ends) end.destroy();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #pass(browser: Socket): void {
    const server = connect(this.target, "127.0.0.1");
    const one: Passage = { number: ++this.connections, ends: [browser, server], frozen: undefined };
    this.#open.add(one);
    const join = (from: Socket, to: Socket, direction: Direction) => {
      from.on("data", (chunk) => one.frozen !== direction && to.write(chunk));
      from.on("end", () => one.frozen === undefined && to.end());
      from.on("error", () => {});
      from.on("close", () => {
        if (one.frozen !== undefined) return;
        this.#open.delete(one);
        to.destroy();
      });
    };
    join(browser, server, "to the server");
    join(server, browser, "to the browser");
  }
}
