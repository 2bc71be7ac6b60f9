// Which browser on which system, as far as it tells: for nothing but words and pictures that say
// where to press. What a browser can do is found out by trying.

export type System = "windows" | "macos" | "linux" | "ios" | "android" | "unknown";
export type Browser = "chrome" | "edge" | "firefox" | "safari" | "unknown";

export interface Agent {
  readonly system: System;
  readonly browser: Browser;
  /** A page inside another app: mail, messages, a social network. */
  readonly inApp: boolean;
}

/** Each says so itself, or is a web view by its form. */
const apps =
  /FBAN|FBAV|FB_IAB|Instagram|LinkedInApp|\bLine\/|MicroMessenger|WhatsApp|Telegram|Snapchat|Pinterest|Outlook-|GmailApp|; wv\)/;

export function describeAgent(userAgent: string, touchPoints: number): Agent {
  const system = systemOf(userAgent, touchPoints);
  // Safari, and all that take its place, end with its name; a web view of an app does not.
  const isWebView = system === "ios" && !/Safari\//.test(userAgent);
  return { system, browser: browserOf(userAgent), inApp: apps.test(userAgent) || isWebView };
}

function systemOf(userAgent: string, touchPoints: number): System {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  if (/Android/.test(userAgent)) return "android";
  if (/Windows NT/.test(userAgent)) return "windows";
  // An iPad says that it is a Mac; no Mac has a touch screen.
  if (/Macintosh/.test(userAgent)) return touchPoints > 1 ? "ios" : "macos";
  return /Linux|X11|CrOS/.test(userAgent) ? "linux" : "unknown";
}

function browserOf(userAgent: string): Browser {
  if (/\bEdg(A|iOS)?\//.test(userAgent)) return "edge";
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return "firefox";
  if (/\bOPR\/|SamsungBrowser|YaBrowser|Vivaldi/.test(userAgent)) return "unknown";
  if (/(Chrome|CriOS)\//.test(userAgent)) return "chrome";
  return /Safari\//.test(userAgent) ? "safari" : "unknown";
}

/** This one. */
export function thisAgent(): Agent {
  return describeAgent(navigator.userAgent, navigator.maxTouchPoints);
}
