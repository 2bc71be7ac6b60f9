// What the client expects of a browser and Node has not.
import { get } from "node:http";
import { FakeMediaStream } from "../src/peer/testing/rtc/media.ts";
import { FakePeerConnection } from "../src/peer/testing/rtc/peerconnection.ts";
import { currentPage } from "./page.ts";
import { Wire } from "./wire.ts";

type Listen = Parameters<EventTarget["addEventListener"]>;

/** The events of the window and of the document, for the page that listens. */
const events = {
  addEventListener: (...listen: Listen) => currentPage().window.addEventListener(...listen),
  removeEventListener: (...listen: Listen) => currentPage().window.removeEventListener(...listen),
};

/** Asks over the person's own line; what is answered beside the status is of no interest. */
function fetchStatus(
  url: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ status: number }> {
  const { line } = currentPage();
  return new Promise((resolve, reject) => {
    const fail = () => reject(new TypeError("no answer"));
    if (line.offline) return void setTimeout(fail, 20);
    const options = { localAddress: line.options.address, agent: false, ...(signal && { signal }) };
    get(url, options, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    }).on("error", fail);
  });
}

export function installBrowser(): void {
  FakePeerConnection.onRefusal = (error) => currentPage().line.log(`the browser refuses: ${error}`);
  Object.assign(globalThis, {
    WebSocket: Wire,
    RTCPeerConnection: FakePeerConnection,
    MediaStream: FakeMediaStream,
    requestAnimationFrame: (work: () => void) => setTimeout(work, 16),
    fetch: fetchStatus,
    document: { ...events, visibilityState: "visible" },
    navigator: {},
    ...events,
  });
}
