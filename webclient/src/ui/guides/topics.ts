// Which steps fit which browser on which system. What we do not know gets steps that fit most.
import type { Agent } from "../../page/agent.ts";

/** To allow the page the devices in the browser, or the browser in the system; to leave an app. */
export type Topic = "site" | "system" | "app";

export type GuideId =
  | "site.chrome"
  | "site.chrome-android"
  | "site.edge"
  | "site.firefox"
  | "site.firefox-android"
  | "site.safari-mac"
  | "site.safari-ios"
  | "site.other"
  | "system.windows"
  | "system.macos"
  | "system.ios"
  | "system.android"
  | "system.other"
  | "app.ios"
  | "app.android";

export function guideFor(topic: Topic, { system, browser }: Agent): GuideId {
  if (topic === "app") return system === "ios" ? "app.ios" : "app.android";
  if (topic === "system")
    return system === "linux" || system === "unknown" ? "system.other" : `system.${system}`;
  // On an iPhone every browser but Safari is allowed its devices by the system alone.
  if (system === "ios") return browser === "safari" ? "site.safari-ios" : "system.ios";
  if (system === "android")
    return browser === "firefox" ? "site.firefox-android" : "site.chrome-android";
  if (browser === "safari") return "site.safari-mac";
  return browser === "unknown" ? "site.other" : `site.${browser}`;
}
