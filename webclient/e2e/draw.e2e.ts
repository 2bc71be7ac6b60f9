/**
 * Drawing together in real browsers: with the pointer and with the keys, undo of one's own, saved as
 * a picture; 1,000 strokes of six people.
 */
import { afterAll, describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { drawLine, linesOf, openDrawing, sees } from "./harness/drawing.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();
const figures: string[] = [];
afterAll(() => {
  if (figures.length > 0) console.log(figures.join("\n"));
});

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
