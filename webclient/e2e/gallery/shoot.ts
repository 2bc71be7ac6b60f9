// Takes a picture of every state on a phone, a narrow phone and a desktop, light and dark, into
// out/gallery/, and asks axe about each.
//   npm run gallery                    all states
//   npm run gallery -- call-two gone   some of them
// `de` among the names takes the pictures in German, `quick` does not ask axe.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import axe from "axe-core";
import puppeteer, { type Page } from "puppeteer-core";
import { build, preview } from "vite";

/** Pictures only. */
const quick = process.argv.includes("quick");
const here = import.meta.dirname;
const out = path.join(here, "../../../out/gallery");
const sizes = [
  { name: "phone", width: 360, height: 740 },
  { name: "narrow", width: 320, height: 640 },
  { name: "desktop", width: 1280, height: 800 },
];
const schemes = ["light", "dark"] as const;
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function main(): Promise<void> {
  const configFile = path.join(here, "vite.config.ts");
  await build({ configFile, logLevel: "warn" });
  const server = await preview({ configFile, logLevel: "warn" });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the gallery has no address");
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      ...root,
      "--disable-background-networking",
      "--lang=en",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
  try {
    await mkdir(out, { recursive: true });
    const faults = await shootAll(await browser.newPage(), address);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await server.close();
  }
}

async function shootAll(page: Page, address: string): Promise<string[]> {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn")
      faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page: ${error}`));
  await page.goto(`${address}state.html`);
  const all = await page.evaluate(() => (window as unknown as { states: string[] }).states);
  const wanted = process.argv.slice(3).filter((name) => name !== "de" && name !== "quick");
  const language = process.argv.includes("de") ? "de" : "en";
  for (const state of all.filter((name) => wanted.length === 0 || wanted.includes(name))) {
    for (const size of sizes)
      faults.push(
        ...(await shoot(page, `${address}state.html?state=${state}&lang=${language}`, state, size)),
      );
  }
  return faults;
}

async function shoot(
  page: Page,
  url: string,
  state: string,
  size: (typeof sizes)[number],
): Promise<string[]> {
  const faults: string[] = [];
  const touch = size.name !== "desktop";
  await page.setViewport({ ...size, hasTouch: touch, isMobile: touch });
  await page.goto(url);
  // A call looks the same in light and dark.
  for (const scheme of state.startsWith("call-") || size.name === "narrow"
    ? (["light"] as const)
    : schemes) {
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    await drawn(page);
    const view = `${state}-${size.name}-${scheme}`;
    await page.screenshot({
      path: path.join(out, `${view}.png`) as `${string}.png`,
      fullPage: !state.startsWith("call-"),
    });
    if (!quick) faults.push(...(await axeFaults(page)).map((fault) => `${view}: ${fault}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) faults.push(`${view}: ${wide} px wider than the screen`);
  }
  return faults;
}

/** All presses, all first pictures and two more frames. */
async function drawn(page: Page): Promise<void> {
  await page.waitForSelector("[data-ready]");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("video")].every(
      (v) =>
        !v.srcObject || v.readyState > 1 || !(v.srcObject as MediaStream).getVideoTracks().length,
    ),
  );
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async (tags) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: { type: "tag", values: tags },
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((n) => `${id} (${help}): ${n.html.slice(0, 160)}`),
    );
  }, rules);
}
