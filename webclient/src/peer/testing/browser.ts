// What the client expects of a browser's peer connections, without a network.
import { FakeMediaStream } from "./rtc/media.ts";
import { FakePeerConnection } from "./rtc/peerconnection.ts";

export function installPeerConnections(): void {
  Object.assign(globalThis, {
    RTCPeerConnection: FakePeerConnection,
    MediaStream: FakeMediaStream,
    requestAnimationFrame: (work: () => void) => setTimeout(work, 16),
  });
}
