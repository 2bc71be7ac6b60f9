// The start of the program: takes the link out of the address, decides on the first screen and
// draws it.
import { openRoomKeys } from "./call/roomkeys.ts";
import { LinkError } from "./crypto/link.ts";
import { initialScreen } from "./page/initialscreen.ts";
import { keepOwnLink } from "./page/ownlink.ts";
import { Page } from "./page/page.ts";
import { tabsOf } from "./page/roomtabs.ts";
import { unsupportedReason } from "./page/support.ts";
import { linkOf, showAgain, takeTabState } from "./page/tabstate.ts";
import { removeLeftFiles } from "./peer/leftfiles.ts";
import { mountApp, prepareApp } from "./ui/app.tsx";

const state = await takeTabState();
// Another link in the same tab changes nothing but the fragment.
addEventListener("hashchange", () => location.hash !== "" && location.reload());

const unsupported = await unsupportedReason();
// Another browser, or "open in browser", needs the link where people look for it.
if (state !== undefined && unsupported !== undefined) showAgain(state);

const found = state && linkOf(state);
const link = found instanceof LinkError ? undefined : found;
const tabs = link && unsupported === undefined ? tabsOf(openRoomKeys(link)) : undefined;
const page = new Page(state, link, tabs, await initialScreen(state, found, tabs, unsupported));
// A browser that cannot call may not have the keys of a host link either.
const hasKeys = link !== undefined && (link.role === "guest" || unsupported === undefined);
if (link !== undefined) keepOwnLink(link);
if (hasKeys) await page.learnInvitation(link);

await prepareApp(page);
const root = document.getElementById("app");
if (root !== null) mountApp(root, page);
document.getElementById("not-started")?.remove();
void removeLeftFiles();

if (
  new URLSearchParams(location.search).has("debug") &&
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
) {
  Object.assign(globalThis, { einmal: { stats: () => page.peerStats() } });
}
