/**
 * What the internet has besides the machine and the people: a name server, the certificate
 * authority whose part pebble plays, and Debian's packages. All on one address.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import path from "node:path";
import { endsWithRun } from "../harness/child.ts";
import { until } from "../harness/until.ts";
import type { World } from "../lab/access.ts";
import type { Namespace } from "../lab/namespaces.ts";
import { scratchFolder } from "../lab/shell.ts";
import { debianMirror, folder } from "./basesystem.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const authorityName = "acme-v02.api.letsencrypt.org";
const packagesName = "deb.debian.org";
// As in internal/pebble.
const [pebbleModule, pebbleVersion] = ["github.com/letsencrypt/pebble/v2", "v2.10.3"];
const [management, api] = ["https://127.0.0.1:15000", 14000];

export class Services {
  /** For resolv.conf of everybody. */
  readonly address: string;
  readonly space: Namespace;
  readonly #folder = scratchFolder();
  readonly #programs: ChildProcess[] = [];

  constructor(world: World, space: Namespace) {
    this.space = space;
    this.address = world.attach(space).ipv4;
  }

  async start(): Promise<void> {
    const bin = pebblePrograms();
    this.#startNames(bin);
    this.name(authorityName, [this.address]);
    this.name(packagesName, [this.address]);
    this.#startAuthority(bin);
    await this.#startPackages();
    await until("the authority's root", () => this.issuingRoot());
  }

  /** What a name leads to from now on. */
  name(host: string, addresses: string[]): void {
    for (const address of addresses) {
      const kind = address.includes(":") ? "aaaa" : "a";
      const entry = { host: `${host}.`, addresses: [address] };
      this.#curl(`http://127.0.0.1:8055/add-${kind}`, entry);
    }
  }

  /** PEM of the root that all machines know, and which the authority's own https stands on. */
  get knownRoot(): string {
    return readFileSync(path.join(this.#folder, "root.pem"), "utf8");
  }

  /** PEM of the root of the certificates that the authority gives. */
  issuingRoot(): string {
    return this.#curl(`${management}/roots/0`);
  }

  #curl(url: string, body?: unknown): string {
    const data = body === undefined ? [] : ["--data", JSON.stringify(body)];
    const words = ["curl", "--silent", "--fail", "--insecure", "--max-time", "5"];
    const retry = ["--retry", "20", "--retry-connrefused", "--retry-delay", "1"];
    return this.space.exec(...words, ...retry, ...data, url);
  }

  #run(program: string, words: string[], environment: NodeJS.ProcessEnv = {}): void {
    const inside = this.space.inside(program, ...words);
    const env = { ...process.env, ...environment };
    const child = spawn("ip", inside, { stdio: ["ignore", "ignore", "inherit"], env });
    this.#programs.push(child);
    endsWithRun(child);
  }

  #startNames(bin: string): void {
    this.#run(path.join(bin, "pebble-challtestsrv"), [
      ...["-dnsserver", `${this.address}:53`, "-defaultIPv4", "", "-defaultIPv6", ""],
      ...["-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", ""],
      ...["-management", "127.0.0.1:8055"],
    ]);
  }

  #startAuthority(bin: string): void {
    execFileSync("go", ["run", "./scripts/testca", this.#folder, authorityName, "localhost"], {
      cwd: repository,
    });
    const file = (name: string) => path.join(this.#folder, name);
    const life = (days: number) => ({ description: "", validityPeriod: days * 86_400 });
    const pebble = {
      ...{ listenAddress: `127.0.0.1:${api}`, managementListenAddress: "127.0.0.1:15000" },
      ...{ certificate: file("certificate.pem"), privateKey: file("key.pem") },
      ...{ httpPort: 80, tlsPort: 443, keyAlgorithm: "ecdsa" },
      profiles: { classic: life(90), shortlived: life(6) },
    };
    writeFileSync(file("pebble.json"), JSON.stringify({ pebble }));
    const dns = ["-dnsserver", `${this.address}:53`];
    this.#run(path.join(bin, "pebble"), ["-config", file("pebble.json"), "-strict", ...dns]);
    const front = path.join(import.meta.dirname, "authorityfront.mjs");
    this.#run(process.execPath, [front, this.#folder, String(api)]);
  }

  /** What is asked there for is fetched from where this machine gets its own packages. */
  async #startPackages(): Promise<void> {
    const socket = path.join(this.#folder, "packages.sock");
    const server = http.createServer(fetchPackage).listen(socket);
    await until("the packages", () => server.listening);
    server.unref();
    const pass = `const net = require("node:net"); net.createServer((near) => {
      const far = net.connect(process.argv[1]); near.pipe(far).pipe(near);
      for (const end of [near, far]) end.on("error", () => { near.destroy(); far.destroy(); });
    }).listen(80);`;
    this.#run(process.execPath, ["-e", pass, socket]);
  }

  close(): void {
    for (const child of this.#programs) child.kill("SIGKILL");
  }
}

function fetchPackage(question: IncomingMessage, answer: ServerResponse): void {
  const mirror = debianMirror();
  const target = new URL(mirror);
  target.pathname = `${mirror.pathname}/${question.url?.replace(/^\/debian\//, "")}`.replace(
    /\/+/g,
    "/",
  );
  const headers = { ...question.headers, host: mirror.host };
  const { get } = mirror.protocol === "https:" ? https : http;
  get(target, { headers }, (fetched) => {
    answer.writeHead(fetched.statusCode ?? 502, fetched.headers);
    fetched.pipe(answer);
  }).on("error", () => answer.destroy());
}

function pebblePrograms(): string {
  const bin = path.join(folder, "bin");
  if (existsSync(path.join(bin, "pebble"))) return bin;
  mkdirSync(bin, { recursive: true });
  const programs = ["pebble-challtestsrv", "pebble"].map(
    (name) => `${pebbleModule}/cmd/${name}@${pebbleVersion}`,
  );
  execFileSync("go", ["install", ...programs], {
    cwd: folder,
    env: { ...process.env, GOBIN: bin, GOFLAGS: "" },
  });
  return bin;
}
