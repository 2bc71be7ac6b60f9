/** Somebody who makes rooms, knocks, lets in and takes part in calls. */
import type { BrowserContext, ElementHandle } from "puppeteer-core";
import { BrowserUser, handle } from "./browseruser.ts";
import type { PeerStats, RelayWay } from "./spy.ts";
import { patience, until } from "./until.ts";

export { handle };

export interface JoinOptions {
  /** What to do about camera and microphone; a chat does not even ask. */
  devices?: "use" | "without" | "not-asked";
  hideAddress?: boolean;
}

export interface RoomOptions {
  kind?: "video" | "audio" | "chat";
  seats?: number;
  topic?: string;
  when?: Date;
}

/** What a date field holds: local time, which is the browsers' as well. */
export function localMinute(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export class Person extends BrowserUser {
  static async open(
    name: string,
    origin: string,
    context: BrowserContext,
    relay?: RelayWay,
  ): Promise<Person> {
    const person = new Person(name, origin, context, relay);
    await person.openTab();
    return person;
  }

  /** Makes a room on the start page; the guest link. */
  async createRoom(options: RoomOptions = {}): Promise<string> {
    await this.visit();
    if (options.when) await this.write("when", localMinute(options.when));
    if (options.kind) await this.press(`kind-${options.kind}`);
    if (options.seats) await this.write("seats", String(options.seats));
    if (options.topic) await this.write("topic", options.topic);
    await this.press("create");
    const link = await this.attribute("guest-link", "data-link");
    if (!link) throw new Error("the room has no guest link");
    return link;
  }

  /** The pre-join screen, filled in up to its button. */
  async prepare(options: JoinOptions = {}): Promise<void> {
    await this.write("name", this.name);
    const { devices = "use" } = options;
    if (devices !== "not-asked") await this.press(`${devices}-devices`);
    if (devices === "use") await this.see("heard");
    if (options.hideAddress) await this.press("hide-address");
  }

  /** Makes a room and goes into it as its host; the guest link. */
  async host(room: RoomOptions = {}, options: JoinOptions = {}): Promise<string> {
    const link = await this.createRoom(room);
    await this.enterRoom(options);
    return link;
  }

  /** From "your room is ready" into the call. */
  async enterRoom(options: JoinOptions = {}): Promise<void> {
    await this.press("enter");
    await this.prepare(options);
    await this.press("join");
    await this.see("leave");
  }

  /** Follows a link up to the lobby. */
  async knock(link: string, options: JoinOptions = {}): Promise<void> {
    await this.visit(link);
    await this.press("continue");
    await this.prepare(options);
    await this.press("join");
    await this.see("waiting");
  }

  /** The card of somebody who has knocked, on the host's screen. */
  async knockCard(name: string, deadline = patience): Promise<ElementHandle<Element>> {
    return await until(
      `the knock of ${name}`,
      async () => {
        for (const card of await this.page.$$(handle("knock-card"))) {
          if ((await card.evaluate((element) => element.textContent))?.includes(name)) return card;
        }
      },
      deadline,
    );
  }

  async admit(name: string): Promise<void> {
    await this.#answer(name, "admit");
  }

  async deny(name: string): Promise<void> {
    await this.#answer(name, "deny");
  }

  async #answer(name: string, answer: string): Promise<void> {
    const card = await this.knockCard(name);
    const button = await card.$(handle(answer));
    if (!button) throw new Error(`the card of ${name} has no ${answer}`);
    // A press on a card that has just come or moved does nothing.
    await until(`${name} to be answered`, async () => {
      await button.click().catch(() => undefined);
      await this.drawn();
      return !(await card.evaluate((element) => element.isConnected));
    });
  }

  /** The host takes somebody out of the call. */
  async remove(name: string): Promise<void> {
    for (const tile of await this.page.$$(handle("tile"))) {
      if (!(await tile.evaluate((element) => element.textContent))?.includes(name)) continue;
      await (await tile.$(handle("tile-menu")))?.click();
      await this.press("remove");
      await this.press("confirm");
      return;
    }
    throw new Error(`${this.name} sees no tile of ${name}`);
  }

  /** The host ends the call for everybody. */
  async endForAll(): Promise<void> {
    await this.press("leave");
    await this.press("end-for-all");
  }

  /** The host leaves and may come back. */
  async leaveForNow(): Promise<void> {
    await this.press("leave");
    await this.press("leave-for-now");
  }

  /** Loads the page anew, as F5 does, and goes back into the call. */
  async reload(): Promise<void> {
    await this.page.reload({ waitUntil: "domcontentloaded" });
  }

  async say(text: string): Promise<void> {
    if (!(await this.page.$(handle("chat-input")))) await this.press("chat-open");
    await this.write("chat-input", text);
    await this.press("chat-send");
  }

  async hears(text: string): Promise<void> {
    if (!(await this.page.$(handle("chat-log")))) await this.press("chat-open");
    await until(`${this.name} to read "${text}"`, async () =>
      (await this.text("chat-log")).includes(text),
    );
  }

  /** One entry for each other person, sorted by sid. */
  async stats(): Promise<PeerStats[]> {
    const stats = await this.page.evaluate(async () => await window.einmal?.stats());
    if (!stats) throw new Error("window.einmal is missing: no ?debug, or not on loopback");
    return stats.sort((a, b) => a.sid.localeCompare(b.sid));
  }
}
