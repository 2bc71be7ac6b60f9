/** Lines on the page that people draw on together. */
import { handle, type Person } from "./person.ts";
import { until } from "./until.ts";

export const linesOf = ({ page }: Person) =>
  page.$$eval(`${handle("draw-strokes")} path`, (all) => all.map((one) => one.getAttribute("d")));

export async function sees(person: Person, count: number): Promise<void> {
  await until(
    `${person.name} to see ${count} lines`,
    async () => (await linesOf(person)).length === count,
  );
}

export async function openDrawing(person: Person): Promise<void> {
  await person.press("together");
  await person.press("together-draw");
  await person.see("draw-page");
}

/** A line across the page, by the pointer. */
export async function drawLine({ page }: Person, height: number): Promise<void> {
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
