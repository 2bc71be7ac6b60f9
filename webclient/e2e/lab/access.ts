/** Ways from a host to the world: what an office, a flat or a telephone company puts in between. */
import type { Namespace, Namespaces } from "./namespaces.ts";
import { blocksUdp, fullCone, masquerade, only443, symmetric } from "./nat.ts";

export const networks = [
  "open",
  "cone",
  "symmetric",
  "double",
  "carrier",
  "noudp",
  "only443",
  "ipv6",
] as const;
export type Network = (typeof networks)[number];

/** Everything that is neither a host nor a router: one namespace that knows all ways. */
export class World {
  readonly #namespaces: Namespaces;
  readonly #space: Namespace;
  #cables = 0;
  #accesses = 0;

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces;
    this.#space = namespaces.make("world");
    this.#space.forwards();
  }

  /** Connects a namespace by its card `world0`; its addresses. */
  attach(space: Namespace): { ipv4: string; ipv6: string } {
    const i = this.#cables++;
    const card = `line${i}`;
    space.cable("world0", this.#space, card);
    const [near, far] = [`203.0.113.${4 * i + 1}`, `203.0.113.${4 * i + 2}`];
    const near6 = `2001:db8:ffff:${i}::`;
    this.#space.address(card, `${near}/30`);
    space.address("world0", `${far}/30`);
    this.#space.address(card, `${near6}1/64`);
    space.address("world0", `${near6}2/64`);
    space.route("default", near);
    space.route("default", `${near6}1`);
    return { ipv4: far, ipv6: `${near6}2` };
  }

  route(to: string, via: string): void {
    this.#space.route(to, via);
  }

  access(network: Network): Access {
    return new Access(this, this.#namespaces, network, this.#accesses++);
  }
}

/** What lies between one host and the world. */
export class Access {
  /** The router that the host is connected to, by its card `home0`. */
  readonly gate: Namespace;
  readonly network: Network;
  readonly #number: number;
  #hosts = 0;

  constructor(world: World, namespaces: Namespaces, network: Network, number: number) {
    this.network = network;
    this.#number = number;
    const router = (label: string) => {
      const made = namespaces.make(`${label}${number}`);
      made.forwards();
      return made;
    };
    this.gate = router("gate");
    const twice = network === "double" || network === "carrier";
    const outer = twice ? router("outer") : this.gate;
    const outside = world.attach(outer);
    if (twice) {
      const inner = network === "carrier" ? `100.64.${number}` : `10.0.${number}`;
      this.gate.cable("world0", outer, "home0");
      outer.address("home0", `${inner}.1/24`);
      this.gate.address("world0", `${inner}.2/24`);
      this.gate.route("default", `${inner}.1`);
      this.gate.rules(masquerade);
    }
    if (network === "double") outer.rules(masquerade);
    if (network === "carrier" || network === "symmetric") outer.rules(symmetric);
    if (network === "cone") outer.rules(fullCone);
    if (network === "noudp") outer.rules(blocksUdp);
    if (network === "only443") outer.rules(only443);
    const translated = twice || network === "cone" || network === "symmetric";
    if (!translated) world.route(this.#net, network === "ipv6" ? outside.ipv6 : outside.ipv4);
  }

  /** The addresses behind the gate. */
  get #net(): string {
    if (this.network === "ipv6") return `2001:db8:${this.#number + 1}::/64`;
    if (this.#isPublic) return `198.51.100.${8 * this.#number}/29`;
    return `192.168.${this.#number}.0/24`;
  }

  get #isPublic(): boolean {
    return ["open", "noudp", "only443"].includes(this.network);
  }

  #nth(n: number): string {
    if (this.network === "ipv6") return `2001:db8:${this.#number + 1}::${n}`;
    if (this.#isPublic) return `198.51.100.${8 * this.#number + n}`;
    return `192.168.${this.#number}.${n}`;
  }

  /** Connects a host by a new card, without an address if another one is to be used at first. */
  connect(host: Namespace, card: string, state: "ready" | "bare" = "ready"): void {
    host.cable(card, this.gate, "home0");
    this.gate.address("home0", `${this.#nth(1)}/${this.#net.split("/")[1]}`);
    this.gate.set("net.ipv4.conf.home0.rp_filter", 1); // nobody sends from another network's address
    if (state === "ready") this.renew(host, card);
  }

  /** The host gets another address from the gate, as from DHCP, and sends everything this way. */
  renew(host: Namespace, card: string): void {
    host.ip("address", "flush", "dev", card, "scope", "global");
    this.#hosts++;
    host.address(card, `${this.#own}/${this.#net.split("/")[1]}`);
    this.restore(host, card);
  }

  /** Route and neighbours go with their card; the address stays. */
  restore(host: Namespace, card: string): void {
    const gate = this.#nth(1);
    // Neighbours take up to ten seconds to find each other here, which is no fault of a network.
    host.ip("neigh", "replace", gate, "lladdr", this.gate.hardware("home0"), "dev", card);
    this.gate.ip("neigh", "replace", this.#own, "lladdr", host.hardware(card), "dev", "home0");
    host.route("default", gate);
  }

  /** The newest address of the host. */
  get #own(): string {
    return this.#nth(1 + this.#hosts);
  }
}
