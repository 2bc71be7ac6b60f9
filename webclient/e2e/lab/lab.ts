/** One row's world: a server, people with a browser each, and what lies in between. */
import type { BrowserName } from "../harness/browsers.ts";
import type { Certificates } from "../harness/certificates.ts";
import { type JoinOptions, Person, type RoomOptions } from "../harness/person.ts";
import { until } from "../harness/until.ts";
import { type Access, type Network, World } from "./access.ts";
import { LabBrowser } from "./labbrowser.ts";
import { LabServer } from "./labserver.ts";
import { plantHum, plantSpeech } from "./labvoices.ts";
import { type Namespace, Namespaces } from "./namespaces.ts";
import { recorded, startSampling } from "./sampler.ts";
import { type Direction, directions, type Source } from "./series.ts";
import { pause } from "./shell.ts";

export interface Member {
  readonly person: Person;
  readonly browser: LabBrowser;
  readonly host: Namespace;
  readonly access: Access;
  /** Has neither camera nor microphone. */
  readonly onlyListens: boolean;
}

export interface MemberOptions {
  browser: BrowserName;
  network?: Network;
  /** The file that Chromium's camera plays. */
  camera?: string | undefined;
  /** A person's voice with its pauses, in place of a hum that never stops. */
  speaks?: boolean;
  onlyListens?: boolean;
  /** Whose machine and browser it is, too: a window of its own there. */
  with?: Member | undefined;
}

const names = ["Weber", "Anna", "Ben", "Carl", "Dora", "Emil"];
/** The host's card that is in use at first. */
export const firstCard = "wifi0";

export class Lab {
  readonly namespaces = new Namespaces();
  readonly world: World;
  readonly server: LabServer;
  readonly members: Member[] = [];
  readonly #browsers: Promise<LabBrowser>[] = [];
  readonly #certificates: Certificates;
  readonly #sampleMs: number;
  #added = 0;
  #machines = 0;

  private constructor(certificates: Certificates, sampleMs: number) {
    this.#certificates = certificates;
    this.#sampleMs = sampleMs;
    process.once("exit", this.#atExit);
    this.world = new World(this.namespaces);
    this.server = new LabServer(this.world, this.namespaces.make("server"), certificates);
  }

  /** Also after a run that was broken off nothing stays. */
  readonly #atExit = () => this.namespaces.clear();

  static async open(certificates: Certificates, sampleMs = 100): Promise<Lab> {
    const lab = new Lab(certificates, sampleMs);
    await lab.server.start();
    return lab;
  }

  /** Somebody with a browser behind a network; nobody is in a call yet. */
  async add(options: MemberOptions): Promise<Member> {
    const { browser: kind, network = "open", camera, speaks, onlyListens = false } = options;
    const number = this.#added++;
    const name = names[number] ?? `Guest ${number}`;
    const machine = options.with ?? (await this.#start(kind, network, camera));
    const { browser, host, access } = machine;
    const context = options.with
      ? await browser.browser.createBrowserContext()
      : browser.browser.defaultBrowserContext();
    const person = await Person.open(name, this.server.origin, context);
    await (speaks ? plantSpeech : plantHum)(person.page);
    const member = { person, browser, host, access, onlyListens };
    this.members[number] = member;
    return member;
  }

  async #start(
    kind: BrowserName,
    network: Network,
    camera: string | undefined,
  ): Promise<Pick<Member, "browser" | "host" | "access">> {
    const host = this.namespaces.make(`host${this.#machines++}`);
    this.namespaces.hosts(host, this.server.hosts);
    if (network !== "ipv6") host.set("net.ipv6.conf.all.disable_ipv6", 1);
    const access = this.world.access(network);
    access.connect(host, firstCard);
    const starting = LabBrowser.start(kind, host, this.#certificates, camera);
    this.#browsers.push(starting);
    return { browser: await starting, host, access };
  }

  /**
   * The first one makes a room, the others come, and once in do what is said; when the last one was
   * let in.
   */
  async call(
    room: RoomOptions = {},
    hideAddress = false,
    onceIn?: (member: Member) => Promise<unknown>,
  ): Promise<number> {
    const [first, ...guests] = this.members;
    if (!first) throw new Error("a call needs somebody");
    const host = first.person;
    const how = ({ onlyListens }: Member): JoinOptions => ({
      hideAddress,
      devices: onlyListens ? "without" : "use",
    });
    const link = await host.host({ seats: this.members.length, ...room }, how(first));
    await startSampling(host.page, this.#sampleMs);
    let admitted = Date.now();
    for (const member of guests) {
      const guest = member.person;
      await guest.knock(link, how(member));
      await startSampling(guest.page, this.#sampleMs);
      await host.knockCard(guest.name);
      admitted = Date.now();
      await host.admit(guest.name);
      await onceIn?.(member);
    }
    return admitted;
  }

  async directions(source?: Source): Promise<Direction[]> {
    const all = this.members.map(
      async ({ person }) => [person.name, await recorded(person.page)] as const,
    );
    return directions(new Map(await Promise.all(all)), source);
  }

  /** Waits until everybody, or one of them, hears and sees everybody else; the directions then. */
  async flowing(deadline = 30_000, receiver?: string): Promise<Direction[]> {
    const senders = this.members.filter(({ onlyListens }) => !onlyListens).length;
    const expected = receiver ? senders - 1 : senders * (this.members.length - 1);
    let last: Direction[] = [];
    await until(
      "sound and picture in all directions",
      async () => {
        last = await this.directions();
        const live = last.filter(({ to, samples }) => {
          if (receiver !== undefined && to !== receiver) return false;
          const now = samples.at(-1);
          return now !== undefined && now.packets > 25 && now.frames > 3;
        });
        return live.length === expected;
      },
      deadline,
    ).catch((error: Error) => {
      const had = last.map(({ from, to, samples }) => {
        const now = samples.at(-1);
        return `${from} to ${to}: ${now?.packets} packets, ${now?.frames} frames`;
      });
      throw new Error(`${error.message}; there was ${had.join("; ") || "no connection"}`);
    });
    return last;
  }

  async close(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers);
    const open = browsers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    await Promise.all(open.map((browser) => browser.close()));
    await this.server.close();
    await pause(100); // what has ended leaves its namespace a moment later
    this.namespaces.clear();
    process.off("exit", this.#atExit);
  }
}
