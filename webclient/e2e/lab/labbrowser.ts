/**
 * A browser in a network namespace. Chromium is driven through a pipe, which no network can cut;
 * Firefox has a port on the loopback in there, and each connection to it is a program inside that
 * passes on what it reads.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import type { Browser } from "puppeteer-core";
import { type BrowserName, launch, type Place } from "../harness/browsers.ts";
import type { Certificates } from "../harness/certificates.ts";
import { endsWithRun } from "../harness/child.ts";
import { processesUnder } from "../harness/processes.ts";
import type { Namespace } from "./namespaces.ts";
import { scratchFolder } from "./shell.ts";

const programs = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
const passOn = `const socket = require("node:net").connect(Number(process.argv[1]), "127.0.0.1");
process.stdin.pipe(socket).pipe(process.stdout);`;

export class LabBrowser {
  readonly browser: Browser;
  readonly #folder: string;
  readonly #passage: Passage | undefined;

  private constructor(browser: Browser, folder: string, passage: Passage | undefined) {
    this.browser = browser;
    this.#folder = folder;
    this.#passage = passage;
  }

  static async start(
    name: BrowserName,
    space: Namespace,
    certificates: Certificates,
    camera: string | undefined,
  ): Promise<LabBrowser> {
    const folder = scratchFolder();
    const program = path.join(folder, name);
    writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${space.name} ${programs[name]} "$@"\n`);
    chmodSync(program, 0o755);
    const passage = name === "firefox" ? await Passage.open(space) : undefined;
    const place: Place = {
      program,
      ...(passage ? { port: passage.port } : { pipe: true }),
      ...(camera && { camera }),
    };
    const browser = await launch(name, "slow", certificates, undefined, place);
    return new LabBrowser(browser, folder, passage);
  }

  /** Stops all its processes, as the lid of a laptop does; what has ended meanwhile is left out. */
  sleep(): void {
    this.#signal("SIGSTOP");
  }

  wake(): void {
    this.#signal("SIGCONT");
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.browser.process()?.pid;
    if (pid === undefined) return;
    for (const one of [{ pid }, ...processesUnder(pid)]) {
      try {
        process.kill(one.pid, signal);
      } catch {
        // has ended
      }
    }
  }

  async close(): Promise<void> {
    this.wake();
    await this.browser.close().catch(() => this.browser.process()?.kill("SIGKILL"));
    this.#passage?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A port here that stands for the port of the same number on the loopback of a namespace. */
class Passage {
  readonly port: number;
  readonly #listener: Server;
  readonly #programs = new Set<ChildProcess>();

  private constructor(listener: Server, space: Namespace) {
    this.#listener = listener;
    this.port = (listener.address() as AddressInfo).port;
    listener.on("connection", (socket) => this.#connect(socket, space));
  }

  static async open(space: Namespace): Promise<Passage> {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    return new Passage(listener, space);
  }

  #connect(socket: Socket, space: Namespace): void {
    const words = space.inside(process.execPath, "-e", passOn, String(this.port));
    const child = spawn("ip", words, { stdio: ["pipe", "pipe", "inherit"] });
    this.#programs.add(child);
    endsWithRun(child);
    socket.pipe(child.stdin);
    child.stdout.pipe(socket);
    for (const end of [socket, child.stdin, child.stdout]) end.on("error", () => socket.destroy());
    socket.on("close", () => child.kill("SIGKILL"));
  }

  close(): void {
    this.#listener.close();
    for (const child of this.#programs) child.kill("SIGKILL");
  }
}
