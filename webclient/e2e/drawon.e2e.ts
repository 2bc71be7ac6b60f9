/**
 * What is drawn on together: a picture of a device, a still of what is shared, a page of slides.
 */
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterEach, describe, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import { type BrowserName, outDir } from "./harness/browsers.ts";
import { drawLine, openDrawing, sees } from "./harness/drawing.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { makePdf, writePdf } from "./harness/pdf.ts";
import { handle, type Person } from "./harness/person.ts";
import { makePng } from "./harness/png.ts";
import { screensArrive, shareScreen } from "./harness/screen.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const files: string[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await rm(file, { force: true });
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
  files.push(file);
  await writeFile(file, content);
  const field = await person.page.waitForSelector(handle("draw-paper-file"));
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
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

describe.each<BrowserName>(["chromium", "firefox"])("drawn on in %s", (browser) => {
  test("is also what is shared, and a page of slides", async () => {
    const host = await stage.person("Ms Weber");
    const anna = await stage.person("Anna Berg", { browser });
    await anna.knock(await host.host());
    await host.admit(anna.name);
    await areInCall([host, anna]);
    await openDrawing(anna);
    await anna.see("draw-paper-choose");
    expect(await anna.page.$(handle("draw-paper-share"))).toBeNull();
    await shareScreen(host);
    await screensArrive(anna);
    await anna.press("draw-paper-share");
    await until("the still", async () => (await paperOf(anna)) !== undefined);
    await host.press("draw-news-open");
    await until("the still at the host", async () => (await paperOf(host)) !== undefined);
    await host.press("draw-paper-white");
    await until("white", async () => (await paperOf(anna)) === undefined);

    await host.press("together");
    await host.press("together-slides");
    const file = await writePdf(makePdf([[0, 1, 1]]));
    files.push(file);
    const field = await host.page.waitForSelector(handle("slides-file"));
    await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
    await anna.press("draw-paper-slide");
    await until("the page", async () => (await paperOf(anna))?.join() === "0,1,1,1");
    await host.press("together");
    await host.press("together-draw");
    await until("it at the host", async () => (await paperOf(host))?.join() === "0,1,1,1");
  });
});
