/**
 * A whole call from create to gone, and then a search for what it left: in the browsers, on the
 * server's disk, in its output.
 */
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { nothing, storedBy, wireWords } from "./harness/leftovers.ts";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { Recorder } from "./harness/recorder.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { found, foundBytes } from "./harness/traces.ts";
import { until } from "./harness/until.ts";

const recorder = await Recorder.start();
const stage = useStage(async () => {
  const server = await Server.start({ origin: recorder.origin });
  recorder.target = server.port;
  return server;
});
afterAll(() => recorder.close());

const topic = "The quarterly numbers of Contoso";
const text = "Our budget is 42,000 euros.";

test.each<[BrowserName, string, BrowserName]>([
  ["chromium", "", "firefox"],
  ["firefox", "", "chromium"],
  ["chromium", " that was to forget the room,", "chromium"],
  ["firefox", " that was to forget the room,", "firefox"],
])(
  "a call from create to gone, hosted in %s%s with a guest in %s, leaves nothing anywhere",
  async (hosting, forgetting, visiting) => {
    recorder.messages.length = 0;
    const host = await stage.person("Wilhelmine Weber", { browser: hosting });
    const guest = await stage.person("Anna Bergström", { browser: visiting });
    const link = await host.createRoom({ topic });
    expect(await host.page.evaluate(() => localStorage.length)).toBe(1);
    if (forgetting !== "") await host.press("forget");
    expect(await host.page.evaluate(() => localStorage.length)).toBe(forgetting === "" ? 1 : 0);
    await host.enterRoom();
    await guest.knock(link);
    await host.admit(guest.name);
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
    await guest.say(text);
    await host.hears(text);
    const during = await stage.server.disk();
    await host.endForAll();
    for (const person of [host, guest])
      await until(`${person.name} to read it`, () => isDeleted(person));
    for (const person of [host, guest])
      expect(await storedBy(person), `what ${person.name} keeps`).toEqual(nothing);
    await guest.visit(link);
    await guest.press("continue");
    await guest.see("gone");

    const agents = await Promise.all(
      [host, guest].map(({ page }) => page.evaluate(() => navigator.userAgent)),
    );
    const wire = wireWords(recorder);
    const { addresses } = recorder;
    expect(addresses.length).toBeGreaterThan(4);
    const words = [
      host.name,
      guest.name,
      topic,
      text,
      ...agents,
      ...addresses,
      new URL(link).hash.slice(1),
      ...wire,
    ];
    const { server } = stage;
    const said = [Buffer.from(server.output), Buffer.from(server.log)];
    const places = [...during, ...(await server.disk()), ...said];
    expect(found(words, places)).toEqual([]);
    expect(foundBytes(wire, places)).toEqual([]);
    expect(server.log).toBe("");
    // The same search finds what is there: else it proves nothing.
    expect(found(["einmal is ready"], said)).toEqual(["einmal is ready"]);
    const [page] = places.filter((place) => place.length > 4096);
    const some = page?.subarray(100, 120).toString("base64url") ?? "";
    expect(foundBytes([some], places)).toEqual([some]);
  },
);

const isDeleted = async (person: Person) =>
  /confirmed at .* that the room is deleted/.test(await person.text("over"));
