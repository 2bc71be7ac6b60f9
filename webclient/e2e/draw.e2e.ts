/**
 * Drawing together in real browsers: with the pointer and with the keys, undo of one's own, saved as
 * a picture; 1,000 strokes of six people.
 */
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, describe, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import { type BrowserName, outDir } from "./harness/browsers.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { makePng } from "./harness/png.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const figures: string[] = [];
afterAll(() => {
  if (figures.length > 0) console.log(figures.join("\n"));
});

const linesOf = ({ page }: Person) =>
  page.$$eval(`${handle("draw-strokes")} path`, (all) => all.map((one) => one.getAttribute("d")));

async function sees(person: Person, count: number): Promise<void> {
  await until(
    `${person.name} to see ${count} lines`,
    async () => (await linesOf(person)).length === count,
  );
}

async function openDrawing(person: Person): Promise<void> {
  await person.press("together");
  await person.press("together-draw");
  await person.see("draw-page");
}

/** A line across the page, by the pointer. */
async function drawLine({ page }: Person, height: number): Promise<void> {
  const svg = await page.$(`${handle("draw-page")} svg`);
  // The panel scrolls on a low screen.
  await svg?.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await svg?.boundingBox();
  if (!box) throw new Error("there is no page");
  const y = box.y + box.height * height;
  await page.mouse.move(box.x + box.width * 0.2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 8 });
  await page.mouse.up();
}

describe.each<BrowserName>(["chromium", "firefox"])("with a guest in %s", (browser) => {
  test("all draw on one page, with pointer or keys, and take back their own", async () => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    const link = await host.host({ kind: "chat", seats: 2 }, chat);
    await anna.knock(link, chat);
    await host.admit(anna.name);
    await areInCall([host, anna]);
    await openDrawing(host);
    await drawLine(host, 0.3);
    await anna.press("draw-news-open");
    await sees(anna, 1);

    await anna.press("draw-colour-1");
    await anna.page.focus(handle("draw-page"));
    for (const key of [" ", "ArrowRight", "ArrowRight", "ArrowDown", " "] as const)
      await anna.page.keyboard.press(key);
    await sees(host, 2);
    expect(await linesOf(host)).toEqual(await linesOf(anna));

    await drawLine(host, 0.45);
    await sees(anna, 3);
    await anna.press("draw-undo");
    await sees(host, 2);
    await host.press("draw-eraser");
    await drawLine(host, 0.3);
    await sees(anna, 1);
    await stage.server.kill();
    await anna.press("draw-clear");
    await sees(host, 0);
    await stage.server.run();
  });
});

/** The colour in the middle of the picture that one draws on. */
const paperOf = ({ page }: Person) =>
  page.evaluate(async (selector) => {
    const address = document.querySelector(selector)?.getAttribute("href");
    if (!address) return undefined;
    const picture = Object.assign(new Image(), { src: address });
    await picture.decode();
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen?.drawImage(picture, 0, 0);
    return [...(pen?.getImageData(10, 10, 1, 1).data ?? [])].map((one) => Math.round(one / 255));
  }, handle("draw-paper"));

async function drawOn(person: Person, content: Buffer): Promise<void> {
  const file = path.join(outDir, `paper-${randomUUID()}.png`);
  await writeFile(file, content);
  const field = await person.page.waitForSelector(handle("draw-paper-file"));
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
  await person.page.waitForNetworkIdle({ idleTime: 100 }).catch(() => {});
  setTimeout(() => void rm(file, { force: true }), 20_000);
}

describe.each<BrowserName>(["chromium", "firefox"])("a picture laid in %s", (browser) => {
  test("is drawn on by all, comes to whoever comes later, and is saved", async () => {
    const host = await stage.person("Ms Weber", { browser });
    const anna = await stage.person("Anna Berg");
    const link = await host.host({ kind: "chat", seats: 3 }, chat);
    await anna.knock(link, chat);
    await host.admit(anna.name);
    await areInCall([host, anna]);
    await openDrawing(host);
    await openDrawing(anna);
    await drawOn(host, Buffer.from("<svg/>"));
    await host.see("draw-paper-refused");
    await drawOn(host, makePng(1700, 900, [0, 0, 255]));
    for (const person of [host, anna])
      await until(
        `${person.name} to have it`,
        async () => (await paperOf(person))?.join() === "0,0,1,1",
      );
    await drawLine(anna, 0.3);
    await sees(host, 1);
    expect(await axeFaults(host.page)).toEqual([]);
    await stage.server.kill();
    await anna.press("draw-paper-white");
    await until("white", async () => (await paperOf(host)) === undefined);
    await drawOn(anna, makePng(60, 60, [255, 0, 0]));
    await until("the other", async () => (await paperOf(host))?.join() === "1,0,0,1");
    await sees(host, 1);
    await stage.server.run();

    const ben = await stage.person("Ben Ott", { browser });
    await ben.knock(link, chat);
    await host.admit(ben.name);
    await areInCall([host, anna, ben]);
    await openDrawing(ben);
    await until("Ben to have it", async () => (await paperOf(ben))?.join() === "1,0,0,1");

    // What is saved has it: the download is a Blob of the page.
    const saved = await ben.page.evaluate(
      async (buttons) => {
        const blobs: Blob[] = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          if (blob instanceof Blob) blobs.push(blob);
          return make(blob);
        };
        HTMLAnchorElement.prototype.click = () => {};
        for (const button of buttons) {
          document.querySelector<HTMLElement>(button)?.click();
          await new Promise((resolve) => setTimeout(resolve, 2_000));
        }
        URL.createObjectURL = make;
        const svg = await blobs.find(({ type }) => type === "image/svg+xml")?.text();
        const whole = await blobs
          .filter(({ type }) => type === "image/svg+xml")
          .at(-1)
          ?.text();
        const png = blobs.find(({ type }) => type === "image/png");
        const picture = png && (await createImageBitmap(png));
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [1600, 1000];
        const pen = canvas.getContext("2d");
        if (picture) pen?.drawImage(picture, 0, 0);
        const at = (x: number, y: number) => [...(pen?.getImageData(x, y, 1, 1).data ?? [])];
        return {
          none: svg?.includes("<image "),
          whole,
          size: picture?.width,
          at: [at(800, 900), at(10, 900)],
        };
      },
      [handle("draw-svg"), handle("draw-png")],
    );
    expect(saved.none).toBe(true);
    expect(saved.whole).not.toContain("<image ");
    expect(saved.size).toBe(1600);
    expect(saved.at.map((one) => one.map((value) => Math.round(value / 255)).join())).toEqual([
      "1,0,0,1",
      "1,1,1,1",
    ]);
  });
});

test("1,000 strokes of six people leave the page its 30 frames a second", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.host({ kind: "chat", seats: 6 }, chat);
  const guests: Person[] = [];
  for (const name of ["Anna", "Ben", "Cara", "Dora", "Emil"]) {
    const guest = await stage.person(name);
    await guest.knock(link, chat);
    await host.admit(name);
    guests.push(guest);
  }
  const all = [host, ...guests];
  await areInCall(all, 60_000);
  for (const person of all) await openDrawing(person);
  // Each draws by the page's own pointer events, a stroke after the other.
  const draw = (person: Person, strokes: number) =>
    person.page.evaluate(
      async (selector, strokes) => {
        const svg = document.querySelector(selector);
        if (!svg) throw new Error("there is no page");
        svg.setPointerCapture = () => {};
        const { left, top, width, height } = svg.getBoundingClientRect();
        const send = (kind: string, x: number, y: number) =>
          svg.dispatchEvent(
            new PointerEvent(kind, {
              bubbles: true,
              clientX: left + x * width,
              clientY: top + y * height,
            }),
          );
        for (let n = 0; n < strokes; n++) {
          const [x, y] = [Math.random() * 0.8, Math.random()];
          send("pointerdown", x, y);
          for (let i = 0; i < 20; i++) {
            send("pointermove", x + i / 100, y + Math.sin(i) / 50);
            if (i % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
          }
          send("pointerup", x + 0.2, y);
        }
      },
      `${handle("draw-page")} svg`,
      strokes,
    );
  const frames = host.page.evaluate(async () => {
    const [began, end] = [performance.now(), performance.now() + 20_000];
    let count = 0;
    while (performance.now() < end) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      count++;
    }
    return count / ((performance.now() - began) / 1000);
  });
  await Promise.all(all.map((person) => draw(person, 167)));
  const rate = await frames;
  for (const person of all) await sees(person, 1002);
  figures.push(`1,002 strokes of six people, all on this machine: ${rate.toFixed(0)} frames/s`);
  expect(rate).toBeGreaterThan(30);
});
