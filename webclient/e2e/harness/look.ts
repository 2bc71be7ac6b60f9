/**
 * Looks at a screen as people do: on a phone and on a desktop, light and dark; keeps a picture and
 * asks axe.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { axeFaults } from "./axe.ts";
import { outDir } from "./browsers.ts";
import { layoutFaults } from "./layout.ts";
import { handle, type Person } from "./person.ts";

const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];
const schemes = ["light", "dark"] as const;
type Scheme = (typeof schemes)[number];
/**
 * For what is in no gallery, whose states are looked at in these and more: without axe, whose answer
 * is the same, and in light.
 */
const further = [
  { width: 740, height: 360, text: 100 },
  { width: 820, height: 1180, text: 100 },
  { width: 1920, height: 1080, text: 100 },
  { width: 360, height: 740, text: 200 },
];

/**
 * Leaves out/screens/NAME-WIDTH-SCHEME.png. Fails if anything is wider than the screen or axe finds
 * a fault.
 */
export async function look(
  person: Person,
  name: string,
  inSchemes: readonly Scheme[] = schemes,
): Promise<void> {
  const faults = await lookAtSizes(person, name, inSchemes);
  // German is longer: it has to fit a phone.
  await person.page.setViewport({ width: 360, height: 740 });
  await speak(person, "de");
  faults.push(...(await lookOnce(person, `${name}-360-de`)));
  await speak(person, "en");
  expect(faults).toEqual([]);
}

/** The layout of a page in further sizes, also where no script runs; returns the faults. */
export async function lookFurther({ page }: Person, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { width, height, text } of further) {
    await page.setViewport({ width, height });
    await page.evaluate((text) => {
      document.documentElement.style.fontSize = `${text}%`;
    }, text);
    const found = await layoutFaults(page, false);
    faults.push(...found.map((fault) => `${name} ${width}x${height} ${text}: ${fault}`));
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
  return faults;
}

/** The same as `look` for a page without a switch of its language, in further sizes, too. */
export async function lookAround(person: Person, name: string): Promise<string[]> {
  return [...(await lookAtSizes(person, name)), ...(await lookFurther(person, name))];
}

async function lookAtSizes(
  person: Person,
  name: string,
  inSchemes: readonly Scheme[] = schemes,
): Promise<string[]> {
  const faults: string[] = [];
  for (const size of sizes) {
    for (const scheme of inSchemes) {
      await person.page.setViewport(size);
      await person.page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      faults.push(...(await lookOnce(person, `${name}-${size.width}-${scheme}`)));
    }
  }
  return faults;
}

/** Also behind an open dialog, where nobody can press anything. The words may have to come first. */
async function speak(person: Person, language: "de" | "en"): Promise<void> {
  await person.page.$eval(handle(`language-${language}`), (button) =>
    (button as HTMLElement).click(),
  );
  await person.page.waitForSelector(`html[lang=${language}]`);
}

async function lookOnce(person: Person, view: string): Promise<string[]> {
  await drawn(person);
  const folder = path.join(outDir, "screens");
  await mkdir(folder, { recursive: true });
  await person.page.screenshot({ path: path.join(folder, `${view}.png`) as `${string}.png` });
  const faults = (await axeFaults(person.page)).map((fault) => `${view}: ${fault}`);
  const wide = await person.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return wide > 0 ? [...faults, `${view}: ${wide} px wider than the screen`] : faults;
}

/** From the top; two frames later everything that was to change has changed. */
async function drawn(person: Person): Promise<void> {
  await person.page.evaluate(async () => {
    scrollTo(0, 0);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
