// One is not heard any more, while all else says that the way is well: Chromium may go on sending to
// a port that Firefox has given up. That comes by chance (`make lab`); here the browser that listens
// says that nothing comes any more on the connections that it has.
import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    /** So many of this page's connections, the first ones, hear nothing any more. */
    deaf: number;
  }
}

const stage = useStage();

/** How many connections this page has made. */
const connections = ({ page }: Person) => page.evaluate(() => window.spy.connections.length);

/** Lets the page's browser hear nothing once `deaf` says so: its counters stay where they are. */
async function bendFigures({ page }: Person): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    window.deaf = 0;
    const heard = new Map<string, object>();
    const read = RTCPeerConnection.prototype.getStats;
    RTCPeerConnection.prototype.getStats = async function (...selector) {
      const which = window.spy.connections.indexOf(this);
      const entries = Array.from((await read.apply(this, selector)).entries());
      const bent = entries.map(([id, entry]) => {
        const key = `${which} ${id}`;
        if (entry.type !== "inbound-rtp") return [id, entry] as const;
        if (which >= window.deaf) heard.set(key, { ...entry });
        return [id, heard.get(key) ?? { ...entry, packetsReceived: 0 }] as const;
      });
      return new Map(bent) as unknown as RTCStatsReport;
    };
  });
}

const pairs = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
] as const;

test("whoever is not heard on a way that is well is heard on another connection", async () => {
  await Promise.all(
    pairs.map(async ([hosting, visiting]) => {
      const host = await stage.person("Ms Weber", { browser: hosting });
      const guest = await stage.person("Anna Berg", { browser: visiting });
      await bendFigures(host);
      const link = await host.host();
      await guest.knock(link);
      await host.admit(guest.name);
      for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
      // Of whom little was heard, silence is no evidence.
      await until("a call that is well", async () => {
        const [peer] = await host.stats();
        return Number(peer?.audioPacketsReceived) > 400;
      });
      const before = await connections(host);
      await host.page.evaluate((many) => void Object.assign(window, { deaf: many }), before);
      await mediaArrives(host, { peers: 1 });
      await mediaArrives(guest, { peers: 1 });
      expect(await connections(host)).toBeGreaterThan(before);
    }),
  );
});
