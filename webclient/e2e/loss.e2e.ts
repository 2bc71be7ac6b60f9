// Where packets of a voice are lost. The loss itself is in the laboratory (`make lab`); here the
// browser only says that there is some.
import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

declare global {
  interface Window {
    /** What part of the sound that comes the browser says to have missed beside it. */
    missed: number;
  }
}

const stage = useStage();

/** From now on the page's browser says what `missed` has it say. */
async function bendFigures({ page }: Person): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    window.missed = 0;
    const read = RTCPeerConnection.prototype.getStats;
    RTCPeerConnection.prototype.getStats = async function (...selector) {
      const entries = Array.from((await read.apply(this, selector)).entries());
      const bent = entries.map(([id, entry]) => {
        const isSound = entry.type === "inbound-rtp" && entry.kind === "audio";
        const packetsLost = entry.packetsLost + Math.round(entry.packetsReceived * window.missed);
        return [id, isSound ? { ...entry, packetsLost } : entry] as const;
      });
      return new Map(bent) as unknown as RTCStatsReport;
    };
  });
}

const miss = ({ page }: Person, part: number) =>
  page.evaluate((part) => void Object.assign(window, { missed: part }), part);

/** What the peer asks for first, for the voice. */
const asked = ({ page }: Person) =>
  page.evaluate(() => {
    const sdp = window.spy.connections.at(-1)?.currentRemoteDescription?.sdp ?? "";
    const first = /^m=audio \S+ \S+ (\d+)/m.exec(sdp)?.[1];
    return new RegExp(`^a=rtpmap:${first} ([^/\r\n]+)`, "m").exec(sdp)?.[1];
  });

/** Bytes in a packet of our voice, over three seconds. */
const packetSize = ({ page }: Person) =>
  page.evaluate(async () => {
    const sent = async () => {
      const report = await window.spy.connections.at(-1)?.getStats();
      const all = Array.from(report?.values() ?? []);
      const voices = all.filter((one) => one.type === "outbound-rtp" && one.kind === "audio");
      return voices.sort((one, other) => Number(one.mid) - Number(other.mid))[0];
    };
    const before = await sent();
    await new Promise((done) => setTimeout(done, 3000));
    const after = await sent();
    return (after.bytesSent - before.bytesSent) / (after.packetsSent - before.packetsSent);
  });

test("in Chromium a voice is said twice while packets are lost, in both directions", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host({ kind: "audio" });
  await bendFigures(guest);
  await guest.knock(link);
  await host.admit(guest.name);
  const people = [host, guest];
  await Promise.all(people.map((person) => mediaArrives(person, { peers: 1, video: false })));
  expect(await Promise.all(people.map(asked))).toEqual(["opus", "opus"]);
  const before = await Promise.all(people.map(packetSize));
  await miss(guest, 0.1);
  for (const person of people)
    await until(`${person.name} to be asked for it`, async () => (await asked(person)) === "red");
  const after = await Promise.all(people.map(packetSize));
  for (const [n, size] of after.entries()) expect(size / Number(before[n])).toBeGreaterThan(1.5);
});

test("a browser that cannot say it twice is not asked to", async () => {
  const host = await stage.person("Ms Weber", { browser: "firefox" });
  const guest = await stage.person("Anna Berg");
  const link = await host.host({ kind: "audio" });
  await bendFigures(guest);
  await guest.knock(link);
  await host.admit(guest.name);
  await mediaArrives(guest, { peers: 1, video: false });
  await miss(guest, 0.1);
  await new Promise((done) => setTimeout(done, 14_000));
  for (const person of [host, guest]) expect(await asked(person)).toBe("opus");
  await mediaArrives(guest, { peers: 1, video: false });
});
