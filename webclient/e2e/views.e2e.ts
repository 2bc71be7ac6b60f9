/** Who speaks is large, in a real call: by what the browser plays, not by what anybody says. */
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** What a page shows of the tile of somebody. */
async function tileOf(person: Person, name: string) {
  return await person.page.evaluate(
    (selector, name) => {
      const tiles = [...document.querySelectorAll<HTMLElement>(selector)];
      const tile = tiles.find(({ textContent }) => textContent?.includes(name));
      const box = tile?.getBoundingClientRect();
      const { size = "", speaking = "", pinned = "" } = tile?.dataset ?? {};
      return { size, speaking, pinned, width: box?.width ?? 0, height: box?.height ?? 0 };
    },
    handle("tile"),
    name,
  );
}

const isLarge = (person: Person, name: string) =>
  until(`${name} to be large`, async () => (await tileOf(person, name)).size === "large");

test.each<BrowserName>(["chromium", "firefox"])(
  "in %s whoever speaks is large and marked, and whoever is pinned stays so",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guests = [await stage.person("Anna Berg"), await stage.person("Ben Ott")];
    const [anna, ben] = guests as [Person, Person];
    const link = await host.host();
    for (const guest of guests) {
      await guest.knock(link);
      await host.admit(guest.name);
    }
    await mediaArrives(host, { peers: 2 });
    await anna.press("mic");
    await host.page.keyboard.press("l");
    await isLarge(host, ben.name);
    await until("Ben to be marked", async () => (await tileOf(host, ben.name)).speaking === "true");
    expect((await tileOf(host, anna.name)).size).toBe("small");

    await anna.press("mic");
    await ben.press("mic");
    await isLarge(host, anna.name);
    expect((await tileOf(host, ben.name)).size).toBe("small");

    await ben.press("mic");
    await anna.press("mic");
    await host.page.focus(`${handle("tile")}[data-size=large] ${handle("tile-menu")}`);
    await host.page.keyboard.press("p");
    await until("Anna to be pinned", async () => {
      const tile = await tileOf(host, anna.name);
      return tile.pinned === "true" && tile.size === "large";
    });
  },
);
