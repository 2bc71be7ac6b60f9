/** Two people at home, each with a browser of another kind, and what they see of each other. */
import type { BrowserName } from "../harness/browsers.ts";
import type { Certificates } from "../harness/certificates.ts";
import { Person } from "../harness/person.ts";
import { until } from "../harness/until.ts";
import type { World } from "../lab/access.ts";
import { LabBrowser } from "../lab/labbrowser.ts";
import { plantHum } from "../lab/labvoices.ts";
import type { Namespaces } from "../lab/namespaces.ts";
import { recorded, startSampling } from "../lab/sampler.ts";
import { type Direction, directions, longestGap } from "../lab/series.ts";

/** Something in both directions, for a second and more. */
const enough = { packets: 50, frames: 10 };

export class People {
  readonly host: Person;
  readonly guest: Person;
  readonly #origin: string;
  readonly #browsers: LabBrowser[];

  private constructor(people: readonly Seat[], origin: string) {
    this.#origin = origin;
    const [host, guest] = people;
    if (!host || !guest) throw new Error("a call needs two");
    [this.host, this.guest] = [host.person, guest.person];
    this.#browsers = people.map(({ browser }) => browser);
  }

  static async come(
    world: World,
    namespaces: Namespaces,
    nameServer: string,
    trust: Certificates,
    origin: string,
  ): Promise<People> {
    const sit = async (name: string, kind: BrowserName): Promise<Seat> => {
      const space = namespaces.make(kind);
      namespaces.hosts(space, "", nameServer);
      world.access("cone").connect(space, "wifi0");
      const browser = await LabBrowser.start(kind, space, trust, undefined);
      const context = browser.browser.defaultBrowserContext();
      const person = await Person.open(name, origin, context);
      await plantHum(person.page);
      return { person, browser };
    };
    return new People([await sit("Weber", "chromium"), await sit("Anna", "firefox")], origin);
  }

  /** Waits until the page comes, with a certificate that both trust; who has given it. */
  async reaches(): Promise<string> {
    const open = ({ page }: Person) => page.goto(this.#origin, { waitUntil: "domcontentloaded" });
    await until("the page in Firefox", async () => (await open(this.guest))?.ok(), 60_000);
    const answer = await until("the page in Chromium", () => open(this.host), 60_000);
    return answer.securityDetails()?.issuer() ?? "nobody";
  }

  /** From the link that makes rooms to picture and sound in both directions. */
  async call(creator: string): Promise<Direction[]> {
    await this.host.visit(creator);
    await this.host.press("keep-creator");
    await this.host.press("create");
    const link = String(await this.host.attribute("guest-link", "data-link"));
    await this.host.enterRoom();
    await startSampling(this.host.page, 100);
    await this.guest.knock(link);
    await startSampling(this.guest.page, 100);
    await this.host.admit(this.guest.name);
    return await this.flowing();
  }

  /** Waits until both have more of each other than they have now. */
  async flowing(): Promise<Direction[]> {
    const before = await this.directions();
    return await until("picture and sound in both directions", async () => {
      const now = await this.directions();
      const grown = now.filter(({ from, samples }) => {
        const [was, is] = [before.find((one) => one.from === from)?.samples.at(-1), samples.at(-1)];
        return (
          is !== undefined &&
          is.packets >= (was?.packets ?? 0) + enough.packets &&
          is.frames >= (was?.frames ?? 0) + enough.frames
        );
      });
      return grown.length === 2 && now;
    });
  }

  async directions(): Promise<Direction[]> {
    const pages = [this.host, this.guest].map(
      async ({ name, page }) => [name, await recorded(page)] as const,
    );
    return directions(new Map(await Promise.all(pages)));
  }

  /** The longest silence in ms since a moment, of both directions. */
  async silence(since: number): Promise<number> {
    const now = Date.now();
    const all = await this.directions();
    return Math.max(...all.map(({ samples }) => longestGap(samples, since, now)));
  }

  async leave(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
  }
}

interface Seat {
  person: Person;
  browser: LabBrowser;
}
