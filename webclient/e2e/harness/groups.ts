/** Who of a call gets sound and pictures of whom, by numbers, and when they do again. */
import { handle, type Person } from "./person.ts";

/** When the first new picture of each was decoded whom somebody did not see. */
export interface Back {
  readonly frames: Readonly<Record<string, number>>;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Names of the others by their sids, while all are there. */
export async function namesAt({ page }: Person): Promise<Map<string, string>> {
  const all = await page.$$eval(`${handle("tile")}[data-sid]`, (tiles) =>
    tiles.map((tile) => [
      tile.getAttribute("data-sid") ?? "",
      tile.querySelector(".tile-name-text")?.textContent ?? "",
    ]),
  );
  return new Map(all.map(([sid = "", name = ""]) => [sid, name]));
}

/** Bytes of RTP, sound and picture, that have gone out on each connection, and come in by name. */
export async function traffic(person: Person, names: ReadonlyMap<string, string>) {
  const sent = await person.page.evaluate(async () => {
    const open = window.spy.connections.filter((one) => one.connectionState === "connected");
    return Promise.all(
      open.map(async (connection) => {
        let bytes = 0;
        for (const entry of (await connection.getStats()).values())
          if (entry.type === "outbound-rtp")
            bytes += entry.bytesSent + (entry.headerBytesSent ?? 0);
        return bytes;
      }),
    );
  });
  const heard = (await person.stats()).map(
    (one) => [names.get(one.sid) ?? "", one.audioPacketsReceived + one.framesDecoded] as const,
  );
  return { sent, heard: new Map(heard) };
}

/** To how many, and from whom, something goes in two seconds. */
export async function flows(person: Person, names: ReadonlyMap<string, string>) {
  const before = await traffic(person, names);
  await pause(2_000);
  const after = await traffic(person, names);
  return {
    to: after.sent.filter((bytes, n) => bytes > (before.sent[n] ?? 0)).length,
    from: [...after.heard]
      .filter(([name, count]) => count > (before.heard.get(name) ?? 0))
      .map(([name]) => name)
      .sort(),
  };
}

/** Has a page note when the first new picture of each of these is decoded, in ms since 1970. */
export async function watchForPictures({ page }: Person, sids: readonly string[]): Promise<void> {
  await page.evaluate((sids) => {
    const frames: Record<string, number> = {};
    let before: Map<string, number> | undefined;
    const look = async (): Promise<void> => {
      const now = new Map(
        ((await window.einmal?.stats()) ?? []).map((one) => [one.sid, one.framesDecoded]),
      );
      before ??= now;
      for (const sid of sids)
        if (!(sid in frames) && (now.get(sid) ?? 0) > (before.get(sid) ?? 0))
          frames[sid] = Date.now();
      document.documentElement.dataset.back = JSON.stringify({ frames });
      if (sids.some((sid) => !(sid in frames))) setTimeout(look, 10);
    };
    void look();
  }, sids);
}

/** When this was pressed, in ms since 1970. */
export async function notesPress({ page }: Person, name: string): Promise<void> {
  await page.evaluate(
    (button) =>
      document.querySelector(button)?.addEventListener("click", () => {
        document.documentElement.dataset.clicked = String(Date.now());
      }),
    handle(name),
  );
}
