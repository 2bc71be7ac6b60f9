// Whether a call is possible in this browser, and if not, why.
import { agreement, areNative, signatures } from "../crypto/curves/choice.ts";
import { hasWebRtc } from "../peer/support.ts";
import { thisAgent } from "./agent.ts";
import { fetchModule } from "./chunk.ts";

/**
 * Why no call is possible here, as a problem code. Makes ready what an older browser lacks; rejects
 * if that does not arrive, and then the page has not started.
 */
export async function unsupportedReason(): Promise<string | undefined> {
  if (!isSecureContext) return "insecure";
  const { system, inApp } = thisAgent();
  if (!hasOldestNeeded()) return system === "ios" ? "browser-too-old.ios" : "browser-too-old";
  if (!hasWebRtc()) return inApp ? "in-app-browser" : "webrtc-off";
  if (!(await areNative())) await fetchModule("crypto/curves/noble");
  await Promise.all([agreement(), signatures()]);
  return undefined;
}

/** What the oldest browsers have that the client is made for, and those before lack. */
function hasOldestNeeded(): boolean {
  return (
    typeof BroadcastChannel !== "undefined" && // Safari 15.4
    typeof Object.hasOwn === "function" && // Chrome 93, Safari 15.4
    typeof crypto?.subtle === "object"
  );
}
