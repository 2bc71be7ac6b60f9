// What the client expects of a browser and Node has not.
import { currentPage } from "./page.ts";
import { FakeMediaStream } from "./rtc/media.ts";
import { FakePeerConnection } from "./rtc/peerconnection.ts";
import { Wire } from "./wire.ts";

type Listen = Parameters<EventTarget["addEventListener"]>;

export function installBrowser(): void {
  Object.assign(globalThis, {
    WebSocket: Wire,
    RTCPeerConnection: FakePeerConnection,
    MediaStream: FakeMediaStream,
    requestAnimationFrame: (work: () => void) => setTimeout(work, 16),
    addEventListener: (...listen: Listen) => currentPage().window.addEventListener(...listen),
    removeEventListener: (...listen: Listen) => currentPage().window.removeEventListener(...listen),
  });
}
