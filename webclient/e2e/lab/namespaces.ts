/**
 * Network namespaces: machines that share everything with this one but the network. None of them
 * has a way out to the world.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./shell.ts";

/** What `ip netns exec` puts in the place of files in /etc. */
const etc = "/etc/netns";
const mark = /^einmal(\d+)-/;

export class Namespace {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
    this.ip("link", "set", "lo", "up");
    this.set("net.ipv4.conf.all.rp_filter", 0);
    this.set("net.ipv4.conf.default.rp_filter", 0);
    this.set("net.ipv6.conf.default.accept_dad", 0);
  }

  /** `ip` inside. */
  ip(...words: string[]): string {
    return run("ip", ["-netns", this.name, ...words]);
  }

  /** The words that run a program inside; it keeps the process that `ip` began. */
  inside(...words: string[]): string[] {
    return ["netns", "exec", this.name, ...words];
  }

  exec(...words: string[]): string {
    return run("ip", this.inside(...words));
  }

  /** Rules of nftables, in their own language. */
  rules(text: string): void {
    run("ip", this.inside("nft", "-f", "-"), text);
  }

  set(key: string, value: number): void {
    const file = `/proc/sys/${key.replaceAll(".", "/")}`;
    this.exec("sh", "-c", `echo ${value} >${file}`);
  }

  forwards(): void {
    this.set("net.ipv4.ip_forward", 1);
    this.set("net.ipv6.conf.all.forwarding", 1);
  }

  /** A card with an address; the other end of its cable is in another namespace. */
  cable(card: string, other: Namespace, otherCard: string): void {
    const peer = ["peer", "name", otherCard, "netns", other.name];
    this.ip("link", "add", card, "type", "veth", ...peer);
    this.ip("link", "set", card, "up");
    other.ip("link", "set", otherCard, "up");
  }

  address(card: string, address: string): void {
    const late = address.includes(":") ? ["nodad"] : [];
    this.ip("address", "add", address, "dev", card, ...late);
  }

  /** The address of a card that other cards on its cable know it by. */
  hardware(card: string): string {
    return this.exec("cat", `/sys/class/net/${card}/address`).trim();
  }

  route(to: string, via: string): void {
    const family = via.includes(":") ? ["-6"] : [];
    this.ip(...family, "route", "replace", to, "via", via);
  }
}

/** All namespaces of one run of the lab; they go with it. */
export class Namespaces {
  readonly #names = new Set<string>();

  /** Takes away what runs have left that were killed. */
  static sweep(): void {
    for (const line of run("ip", ["netns", "list"]).split("\n")) {
      const [name = ""] = line.split(" ");
      const pid = mark.exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(name);
    }
    if (!existsSync(etc)) return;
    for (const name of readdirSync(etc)) {
      const pid = mark.exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) forget(name);
    }
  }

  get names(): string[] {
    return [...this.#names];
  }

  make(label: string): Namespace {
    const name = `einmal${process.pid}-${label}`;
    run("ip", ["netns", "add", name]);
    this.#names.add(name);
    return new Namespace(name);
  }

  /** Who is called what inside: a hosts file of its own, and a name server, if there is one. */
  hosts(namespace: Namespace, text: string, nameServer = "127.0.0.1"): void {
    const folder = path.join(etc, namespace.name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "hosts"), `127.0.0.1 localhost\n::1 localhost\n${text}`);
    writeFileSync(path.join(folder, "resolv.conf"), `nameserver ${nameServer}\n`);
  }

  clear(): void {
    for (const name of this.#names) {
      remove(name);
      forget(name);
    }
    this.#names.clear();
  }
}

function remove(name: string): void {
  try {
    run("ip", ["netns", "delete", name]);
  } catch {
    // somebody else has done so
  }
}

function forget(name: string): void {
  rmSync(path.join(etc, name), { recursive: true, force: true });
}
