// The start of the program: takes the link out of the address, decides on the first screen and
// draws it.
import { openAccess } from "./call/access.ts";
import { LinkError } from "./crypto/link.ts";
import { hindrance, initialScreen } from "./page/initialscreen.ts";
import { Page, tabsOf } from "./page/page.ts";
import type { Opened } from "./page/services.ts";
import { linkOf, showAgain, takeVisit } from "./page/tabstate.ts";
import { mount } from "./ui/app.tsx";

const visit = await takeVisit();
// Another link in the same tab changes nothing but the fragment.
addEventListener("hashchange", () => location.hash !== "" && location.reload());
const obstacle = await hindrance();
// Another browser, or "open in browser", needs the link where people look for it.
if (visit !== undefined && obstacle !== undefined) showAgain(visit);
const link = visit && linkOf(visit);
const valid = link instanceof LinkError ? undefined : link;
// A browser that cannot call may not have the keys of a host link either.
const tabs = obstacle === undefined && valid !== undefined ? tabsOf(openAccess(valid)) : undefined;
const opened: Opened =
  obstacle === undefined || visit?.seen !== undefined
    ? await initialScreen(visit, link, tabs)
    : { at: "problem", code: obstacle };
const page = new Page(visit, valid, tabs, opened, obstacle);
if (valid !== undefined && (valid.role === "guest" || obstacle === undefined))
  await page.remindOf(valid);
const root = document.getElementById("app");
if (root !== null) mount(root, page);
document.getElementById("not-started")?.remove();
if (
  new URLSearchParams(location.search).has("debug") &&
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
) {
  Object.assign(globalThis, { einmal: { stats: () => page.stats() } });
}
