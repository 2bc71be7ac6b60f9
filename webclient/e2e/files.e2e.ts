/**
 * Files from person to person: between browsers, with the native participant, directly and over the
 * relay.
 */
import { afterAll, afterEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { failForGood } from "./harness/faults.ts";
import { choose, Desk, offer, reaches, save, stands } from "./harness/files.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const desk = await Desk.clear();
let native: Native | undefined;

afterEach(async () => {
  await native?.leave();
  native = undefined;
});
afterAll(() => desk.forget());

/** Two who are in a call, the host first. */
async function two(
  browsers: [BrowserName, BrowserName],
  { hideAddress = false, kind = "video" }: { hideAddress?: boolean; kind?: "video" | "chat" } = {},
) {
  const host = await stage.person("Ms Weber", { browser: browsers[0] });
  const guest = await stage.person("Anna Berg", { browser: browsers[1] });
  const options = { hideAddress, ...(kind === "chat" && { devices: "not-asked" as const }) };
  await guest.knock(await host.host({ kind }, options), options);
  await host.admit(guest.name);
  const media = kind === "video";
  const route = hideAddress ? "relay" : "direct";
  await mediaArrives(guest, { peers: 1, route, video: media, audio: media });
  return [host, guest] as const;
}

async function passes(name: string, size: number, from: Person, to: Person): Promise<void> {
  const file = await desk.write(name, size);
  await offer(from, file.path);
  await stands(to, name, "offered");
  await choose(to, name, "accept");
  await stands(to, name, "done");
  await stands(from, name, "done");
  expect(await save(to, name)).toEqual({ name, hash: file.hash });
}

test("Chromium and Firefox send each other files, also while the server is gone", async () => {
  const [host, guest] = await two(["chromium", "firefox"], { kind: "chat" });
  await passes("Entwürfe 1.pdf", 20_000_001, host, guest);
  await stage.server.kill();
  await passes("Entwürfe 2.pdf", 20_000_001, guest, host);
  await stage.server.run();
  await mediaArrives(host, { peers: 1, route: "direct", video: false, audio: false });
});

test.each([
  // A part of the line, of which Firefox says nothing: 400 kbit/s, and a quarter second ahead.
  { kind: "video", size: 500_000, hideAddress: false, least: 9_000 },
  // 1 MiB a second, and one second's worth ahead.
  { kind: "chat", size: 6 * 2 ** 20, hideAddress: true, least: 4_500 },
] as const)("beside a $kind call a file takes its time, and the call goes on", async (way) => {
  const { kind, size, hideAddress, least } = way;
  const [host, guest] = await two(["firefox", "chromium"], { kind, hideAddress });
  const begin = performance.now();
  const sent = passes("plan.zip", size, host, guest);
  if (kind === "video") await mediaArrives(guest, { peers: 1, route: "direct" });
  await sent;
  expect(performance.now() - begin).toBeGreaterThan(least);
});

test("a file goes on where it was over another connection, and nobody is asked again", async () => {
  const [host, guest] = await two(["chromium", "firefox"], { kind: "chat", hideAddress: true });
  const size = 6 * 2 ** 20;
  const file = await desk.write("long.bin", size);
  const connections = () => host.page.evaluate(() => window.spy.connections.length);
  const before = await connections();
  await offer(host, file.path);
  await choose(guest, "long.bin", "accept");
  await reaches(guest, "long.bin", 30);
  await failForGood(host.page);
  await until("another connection", async () => (await connections()) > before);
  const at = await reaches(guest, "long.bin", 30);
  await stands(guest, "long.bin", "done");
  await stands(host, "long.bin", "done");
  expect(at).toBeGreaterThanOrEqual(30);
  expect(await save(guest, "long.bin")).toEqual({ name: "long.bin", hash: file.hash });
  for (const person of [host, guest]) expect((await person.page.$$(handle("file"))).length).toBe(1);
});

test.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])(
  "a picture from %s is shown in %s once it is there, and what only says so is not",
  async (from, to) => {
    const [host, guest] = await two([from, to], { kind: "chat" });
    const drawn = await host.page.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
      const pen = canvas.getContext("2d");
      if (pen) pen.fillStyle = "rgb(10, 200, 30)";
      pen?.fillRect(0, 0, 400, 300);
      return ["png", "jpeg"].map((type) => canvas.toDataURL(`image/${type}`).split(",")[1] ?? "");
    });
    const none = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>';
    const files = [...drawn.map((text) => Buffer.from(text, "base64")), Buffer.from(none)];
    for (const [i, bytes] of files.entries()) {
      const name = `cover ${i}.png`;
      await offer(host, (await desk.put(name, bytes)).path);
      await stands(guest, name, "offered");
      expect(await pictures(guest)).toHaveLength(Math.min(i, 2));
      await choose(guest, name, "accept");
      await stands(guest, name, "done");
      if (i < 2) await until("its picture", async () => (await pictures(guest)).length === i + 1);
    }
    for (const [i, { name, colour, width }] of (await pictures(guest)).entries()) {
      expect([name, width]).toEqual([`cover ${i}.png`, 256]);
      for (const [j, of] of [10, 200, 30].entries())
        expect(Math.abs((colour[j] ?? 0) - of)).toBeLessThan(8);
    }
    expect((await guest.page.$$(handle("file-preview"))).length).toBe(2);
  },
);

/** What is shown of the files that have come. */
function pictures(person: Person): Promise<{ name: string; width: number; colour: number[] }[]> {
  return person.page.$$eval(handle("file-preview"), (all) =>
    all.map((one) => ({
      name: one.getAttribute("aria-label") ?? "",
      width: one.getBoundingClientRect().width,
      colour: [
        ...((one as HTMLCanvasElement).getContext("2d")?.getImageData(9, 9, 1, 1).data ?? []),
      ],
    })),
  );
}

test("a file can be declined, taken back and stopped, and goes with whoever goes", async () => {
  const [host, guest] = await two(["chromium", "chromium"], { hideAddress: true });
  const file = async (name: string, size = 20_000_000) => {
    await offer(host, (await desk.write(name, size)).path);
    await stands(guest, name, "offered");
  };
  await file("a.txt");
  await choose(guest, "a.txt", "decline");
  await stands(host, "a.txt", "declined");
  await file("b.txt");
  await choose(host, "b.txt", "cancel");
  await stands(guest, "b.txt", "withdrawn");
  await file("c.txt");
  await choose(guest, "c.txt", "accept");
  await stands(host, "c.txt", "running");
  await choose(guest, "c.txt", "cancel");
  await stands(host, "c.txt", "declined");
  await file("d.txt");
  await choose(guest, "d.txt", "accept");
  await stands(host, "d.txt", "running");
  await host.reload();
  await stands(guest, "d.txt", "cut-off");
});

test.each<BrowserName>(["chromium", "firefox"])(
  "%s and a native host send each other files",
  async (browser) => {
    const took = await Desk.clear();
    native = Native.host(stage.server.origin, "-files", took.folder);
    const { guest } = await native.hears("link");
    const anna = await stage.person("Anna Berg", { browser });
    await anna.visit(String(guest));
    await anna.press("continue");
    await anna.prepare();
    await anna.press("join");
    await native.hears("connected");
    await anna.see("leave");
    const ours = await desk.write("ours.bin", 500_000);
    await offer(anna, ours.path);
    await stands(anna, "ours.bin", "done");
    expect(await took.hashOf("ours.bin")).toBe(ours.hash);
    const theirs = await desk.write("theirs.bin", 500_000);
    native.say(`/send ${theirs.path}`);
    await choose(anna, "theirs.bin", "accept");
    await stands(anna, "theirs.bin", "done");
    expect(await save(anna, "theirs.bin")).toEqual({ name: "theirs.bin", hash: theirs.hash });
    await native.hears("file-delivered");
    await took.forget();
  },
);
