// @vitest-environment happy-dom
import jsQR from "jsqr";
import { beforeEach, expect, test, vi } from "vitest";
import { always } from "../../crypto/testing/random.ts";
import { language } from "../i18n/index.ts";
import { byHandle, isShown, press, showScreen } from "../testing/screen.ts";
import { QrDialog, qrModules } from "./qrcode.tsx";

const link = "https://call.example/#1AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";

beforeEach(() => {
  language.value = "en";
});

/** What a camera would read of them, at so many pixels a module. */
function scanned(rows: readonly (readonly boolean[])[], scale = 4): string | undefined {
  const size = rows.length * scale;
  const pixels = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dark = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      pixels.set([...Array(3).fill(dark ? 0 : 255), 255], (y * size + x) * 4);
    }
  }
  return jsQR(pixels, size, size)?.data;
}

/** The dark modules as they are drawn: each run of a row is a move and a line. */
function drawn(): boolean[][] {
  const picture = byHandle("qr");
  const size = Number(picture.getAttribute("viewBox")?.split(" ")[2]);
  const rows = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const path = picture.querySelector(".qr-dark")?.getAttribute("d") ?? "";
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g))
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(run));
  return rows;
}

test("a decoder reads the link from what is drawn", async () => {
  await showScreen(<QrDialog link={link} onClose={() => {}} />);
  await vi.waitFor(() => expect(isShown("qr")).toBe(true));
  expect(scanned(drawn())).toBe(link);
  expect(byHandle("qr").getAttribute("aria-label")).toBe("QR code with the link for guests");
  expect(document.querySelector("[style]")).toBeNull();
});

test("there is a quiet zone of four modules around it", async () => {
  const rows = await qrModules(link);
  const edge = [...rows.slice(0, 4), ...rows.slice(-4)].flat();
  const sides = rows.flatMap((row) => [...row.slice(0, 4), ...row.slice(-4)]);
  expect([...edge, ...sides].includes(true)).toBe(false);
  expect(rows[4]?.[4]).toBe(true);
});

test("links of any server are read", () =>
  always(5, async (random) => {
    const name = "a".repeat(1 + random.integerBelow(60));
    const text = `https://${name}.example:8443/#1A${"bC-_".repeat(11)}`;
    expect(scanned(await qrModules(text), 3)).toBe(text);
  }));

test("it covers the screen until it is closed", async () => {
  let closed = 0;
  await showScreen(<QrDialog link={link} onClose={() => closed++} />);
  expect(document.querySelector("dialog")?.open).toBe(true);
  await press("qr-close");
  expect(closed).toBe(1);
});
