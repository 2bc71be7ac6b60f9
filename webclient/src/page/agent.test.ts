import { expect, test } from "vitest";
import { describeAgent } from "./agent.ts";

const webKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const blink = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X)";
const android = "Mozilla/5.0 (Linux; Android 13; Pixel 7)";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";

test.each<[string, number, string, string, boolean]>([
  [`${windows} ${blink} Safari/537.36`, 0, "windows", "chrome", false],
  [`${windows} ${blink} Safari/537.36`, 10, "windows", "chrome", false],
  [`${windows} ${blink} Safari/537.36 Edg/130.0.0.0`, 0, "windows", "edge", false],
  [`${windows} ${blink} Safari/537.36 OPR/110.0.0.0`, 0, "windows", "unknown", false],
  [
    "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0",
    0,
    "windows",
    "firefox",
    false,
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    0,
    "linux",
    "firefox",
    false,
  ],
  [`${mac} ${webKit} Version/17.1 Safari/605.1.15`, 0, "macos", "safari", false],
  [`${mac} ${webKit} Version/17.1 Safari/605.1.15`, 5, "ios", "safari", false],
  [`${mac} ${blink} Safari/537.36`, 0, "macos", "chrome", false],
  [`${iphone} ${webKit} Version/16.5 Mobile/15E148 Safari/604.1`, 5, "ios", "safari", false],
  [`${iphone} ${webKit} CriOS/130.0 Mobile/15E148 Safari/604.1`, 5, "ios", "chrome", false],
  [`${iphone} ${webKit} FxiOS/130.0 Mobile/15E148 Safari/605.1.15`, 5, "ios", "firefox", false],
  [`${iphone} ${webKit} Mobile/15E148`, 5, "ios", "unknown", true],
  [`${iphone} ${webKit} Mobile/15E148 Instagram 300.0`, 5, "ios", "unknown", true],
  [`${iphone} ${webKit} Mobile/15E148 Safari/604.1 [LinkedInApp]`, 5, "ios", "safari", true],
  [`${android} ${blink} Mobile Safari/537.36`, 5, "android", "chrome", false],
  [
    `${android.replace(")", "; wv)")} Version/4.0 ${blink} Mobile Safari/537.36`,
    5,
    "android",
    "chrome",
    true,
  ],
  [
    `${android} ${blink} Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/400.0]`,
    5,
    "android",
    "chrome",
    true,
  ],
  [
    "Mozilla/5.0 (Android 13; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0",
    5,
    "android",
    "firefox",
    false,
  ],
  ["a new kind of thing", 0, "unknown", "unknown", false],
])("%s", (userAgent, touchPoints, system, browser, inApp) => {
  expect(describeAgent(userAgent, touchPoints)).toEqual({ system, browser, inApp });
});
