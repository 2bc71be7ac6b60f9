// A way to the server on which bytes can be held, in one direction or both, and come later.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Held = "up" | "down";

export class SlowProxy {
  readonly #sockets: Record<Held, Set<Socket>> = { up: new Set(), down: new Set() };
  readonly #held = new Set<Held>();
  readonly #server = createServer({ allowHalfOpen: false }, (client) => this.#pass(client));
  readonly #to: URL;

  private constructor(url: string) {
    this.#to = new URL(url);
  }

  static async start(url: string): Promise<SlowProxy> {
    const proxy = new SlowProxy(url);
    await new Promise<void>((done) => proxy.#server.listen(0, "127.0.0.1", done));
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}${this.#to.pathname}`;
  }

  hold(way: Held): void {
    this.#held.add(way);
    for (const socket of this.#sockets[way]) socket.pause();
  }

  release(): void {
    this.#held.clear();
    for (const socket of [...this.#sockets.up, ...this.#sockets.down]) socket.resume();
  }

  close(): void {
    this.#server.close();
    for (const socket of [...this.#sockets.up, ...this.#sockets.down]) socket.destroy();
  }

  #pass(client: Socket): void {
    const server = connect(Number(this.#to.port), this.#to.hostname);
    for (const [way, from, to] of [
      ["up", client, server],
      ["down", server, client],
    ] as const) {
      this.#sockets[way].add(from);
      from.on("data", (data) => to.write(data));
      from.on("error", () => {});
      from.on("close", () => {
        this.#sockets[way].delete(from);
        to.destroy();
      });
      if (this.#held.has(way)) from.pause();
    }
  }
}
