/**
 * What a person does in the browser's own window, not in the page: lets a page use camera and
 * microphone, and takes that back.
 */
import type { Browser, Page } from "puppeteer-core";

type Choice = "granted" | "withdrawn";

/** For the page's site, in a browser that was launched with devices that are "permitted". */
export async function permit(page: Page, choice: Choice): Promise<void> {
  if (page.browser().process()?.spawnfile.includes("firefox"))
    return await permitInFirefox(page, choice);
  const state = choice === "granted" ? "granted" : "denied";
  const all = (["camera", "microphone"] as const).map(
    (name) => ({ permission: { name }, state }) as const,
  );
  await page.browserContext().setPermission(new URL(page.url()).origin, ...all);
}

/** What puppeteer has for its own use. */
interface Wire {
  send(method: string, params: object): Promise<{ result: Record<string, unknown> }>;
}

/**
 * Its protocol has no permission for devices, so that the window's own script does what its buttons
 * do.
 */
async function permitInFirefox(page: Page, choice: Choice): Promise<void> {
  const wire = (page.browser() as Browser & { connection: Wire }).connection;
  const windows = await wire.send("browsingContext.getTree", { "moz:scope": "chrome" });
  const done: unknown[] = [];
  for (const { context } of windows.result.contexts as { context: string }[]) {
    const { result } = await wire.send("script.evaluate", {
      target: { context },
      awaitPromise: false,
      expression: `(${inWindow})(${JSON.stringify(new URL(page.url()).origin)}, ${JSON.stringify(choice)})`,
    });
    if (result.type !== "success") throw new Error(JSON.stringify(result.exceptionDetails));
    done.push((result.result as { value: unknown }).value);
  }
  if (!done.includes(true)) throw new Error("the page is in no window");
}

/** Runs in each of Firefox's windows; whether the page is in it. */
const inWindow = `(origin, choice) => {
  if (typeof gBrowser === "undefined") return false;
  const { SitePermissions } = ChromeUtils.importESModule("resource:///modules/SitePermissions.sys.mjs");
  const { webrtcUI } = ChromeUtils.importESModule("resource:///modules/webrtcUI.sys.mjs");
  const all = gBrowser.browsers.filter((one) => one.currentURI.spec.startsWith(origin));
  for (const one of all) {
    if (choice === "withdrawn") {
      webrtcUI.clearPermissionsAndStopSharing(["camera", "microphone"], one);
      const page = one.browsingContext.currentWindowGlobal;
      page.getActor("WebRTC").sendAsyncMessage("webrtc:StopSharing", page.innerWindowId); // made-up devices are not counted as shared
    } else for (const id of ["camera", "microphone"])
      SitePermissions.setForPrincipal(one.contentPrincipal, id, SitePermissions.ALLOW);
  }
  return all.length > 0;
}`;
