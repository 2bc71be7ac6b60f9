import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat, isShown } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const browsers: BrowserName[] = ["chromium", "firefox"];

test("100 GETs of the link and a page load without a click leave the room unused", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.createRoom();

  const bodies = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const response = await fetch(link, { headers: { "User-Agent": `scanner/${i}` } });
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).toBeNull();
    bodies.add(await response.text());
  }
  expect(bodies.size, "every GET gets the same bytes").toBe(1);

  const scanner = await stage.person("A mail scanner");
  await scanner.visit(link);
  await scanner.see("continue");
  await scanner.page.waitForNetworkIdle({ idleTime: 500 });
  expect(await scanner.page.evaluate(() => window.spy.sockets)).toEqual([]);
  expect(new URL(scanner.page.url()).hash, "the secret leaves the address bar").toBe("");

  const guest = await stage.person("Anna Berg");
  await host.enterRoom();
  expect(await host.page.$('[data-test="knock-card"]')).toBeNull();
  await guest.knock(link);
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
});

test("a guest who knocks before the host is there waits and is let in later", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.createRoom();
  await guest.knock(link);
  await host.enterRoom();
  await host.admit(guest.name);
  for (const person of [host, guest]) await mediaArrives(person, { peers: 1 });
});

test.each(browsers)("a guest in %s whom the host turns away is told so", async (browser) => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { browser });
  const link = await host.host({ kind: "chat" }, chat);
  await guest.knock(link, chat);
  await host.deny(guest.name);
  await guest.has("over", "data-code", "denied");
  await until("the card to go", async () => !(await host.page.$('[data-test="knock-card"]')));
});

test("at a locked door who comes is shown to nobody and told so; who waited stays, and the others knock when it is unlocked", async () => {
  const host = await stage.person("Ms Weber");
  const [anna, ben] = [await stage.person("Anna Berg"), await stage.person("Ben Ott")];
  const link = await host.host({ kind: "chat" }, chat);
  await anna.knock(link, chat);
  await isShown(host, [anna]);
  await host.press("lock");
  await host.has("lock", "aria-pressed", "true");
  await ben.knock(link, chat);
  await ben.reads("waiting", "Your host is not letting anybody knock at the moment.");
  await isShown(host, [anna]);
  await anna.reads("waiting", "Ms Weber can see that you are waiting.");
  await host.admit(anna.name);
  await areInCall([host, anna]);
  // Nor does a reload bring Ben in, or open the door.
  for (const person of [ben, host]) await person.reload();
  await areInCall([host, anna]);
  await ben.reads("waiting", "Your host is not letting anybody knock at the moment.");
  await ben.press("language-de");
  await ben.reads("waiting", "Ihr Gastgeber lässt im Augenblick niemanden anklopfen.");
  await isShown(host, []);
  await host.press("lock");
  await isShown(host, [ben]);
  await ben.reads("waiting", "Ms Weber kann sehen, dass Sie warten.");
});

test("when no seat is free the guest is told so, and gets in when one is", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg");
  const ben = await stage.person("Ben Ott", { browser: "firefox" });
  const link = await host.host({ seats: 2 });
  await anna.knock(link);
  await host.admit(anna.name);
  await mediaArrives(host, { peers: 1 });
  await ben.knock(link);
  await until("Ben to be told that the room is full", async () => {
    await (await (await host.knockCard(ben.name)).$(handle("admit")))?.click();
    return /full/i.test(await ben.text("waiting"));
  });
  await anna.press("leave");
  await until("the seat to be free", async () => (await host.stats()).length === 0);
  await host.admit(ben.name);
  for (const person of [host, ben]) await mediaArrives(person, { peers: 1 });
});

test("a guest whom the host removes is out, the others go on, and the room stays closed to the removed", async () => {
  const host = await stage.person("Ms Weber");
  const [anna, ben] = [await stage.person("Anna Berg"), await stage.person("Ben Ott")];
  const link = await host.host();
  for (const guest of [anna, ben]) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of [host, anna, ben]) await mediaArrives(person, { peers: 2 });
  await host.remove(anna.name);
  await anna.has("over", "data-code", "removed");
  for (const person of [host, ben]) await mediaArrives(person, { peers: 1 });
});

test("a guest whose browser denies the camera is told what to do and can join without", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg", { devices: "denied" });
  const link = await host.host();
  await guest.visit(link);
  await guest.press("continue");
  await guest.write("name", guest.name);
  await guest.press("use-devices");
  await guest.has("problem", "data-code", "device-denied");
  await guest.press("without-devices");
  await guest.press("join");
  await host.admit(guest.name);
  await mediaArrives(guest, { peers: 1 });
});

test("a link that was cut short, never existed or has another host says so without a difference", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.createRoom();
  const unknown = `${link.slice(0, -30)}${"A".repeat(30)}`;
  const guest = await stage.person("Anna Berg");
  await guest.visit(unknown);
  await guest.press("continue");
  await guest.see("gone");
  const cut = await stage.person("Ben Ott");
  await cut.visit(link.slice(0, -10));
  await cut.has("problem", "data-code", "link-incomplete");
});

test.each(browsers)(
  "the icons for the home screen in %s are pictures of their sizes",
  async (browser) => {
    const guest = await stage.person("Anna Berg", { browser });
    await guest.visit();
    const icons = await guest.page.evaluate(async () => {
      const hrefOf = (rel: string) =>
        document.querySelector<HTMLLinkElement>(`link[rel=${rel}]`)?.href ?? "";
      const size = async (address: string) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      };
      const at = hrefOf("manifest");
      const manifest: { icons: { src: string; sizes: string }[] } = await (await fetch(at)).json();
      const all = manifest.icons.map(async ({ src, sizes }) => ({
        sizes,
        is: await size(new URL(src, at).href),
      }));
      all.push(size(hrefOf("apple-touch-icon")).then((is) => ({ sizes: "180x180", is })));
      return await Promise.all(all);
    });
    expect(icons).toHaveLength(4);
    for (const { sizes, is } of icons) expect(is).toBe(sizes);
  },
);
