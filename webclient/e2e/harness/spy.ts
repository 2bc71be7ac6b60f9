/** What a test plants in each page before the page's own code: it only watches, and drops relay addresses where asked. */
import type { Page } from "puppeteer-core";

export interface SpyNotes {
  /** URLs of all WebSockets that were opened. */
  sockets: string[];
  connections: RTCPeerConnection[];
}

/** One peer as `window.einmal.stats()` tells it. */
export interface PeerStats {
  sid: string;
  state: string;
  route: string;
  transport: string;
  framesDecoded: number;
  audioPacketsReceived: number;
  bytesReceived: number;
  rttMs: number;
  width: number;
  height: number;
}

declare global {
  interface Window {
    spy: SpyNotes;
    einmal?: { stats(): Promise<PeerStats[]> };
  }
}

/** `relayOver` leaves only the relay addresses of one transport, as a network might: with both at hand a browser takes either, and the product has no such switch. */
export async function plantSpy(page: Page, options: { relayOver: "udp" | "tcp" | undefined }): Promise<void> {
  await page.evaluateOnNewDocument((relayOver: string | undefined) => {
    const spy: SpyNotes = { sockets: [], connections: [] };
    window.spy = spy;
    window.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI}`);
    });

    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        spy.sockets.push(String(url));
      }
    };

    const chosen = (urls: string | string[]) => [urls].flat().filter((url) => url.includes(`transport=${relayOver}`));
    const narrow = (configuration: RTCConfiguration = {}): RTCConfiguration => {
      if (!relayOver || !configuration.iceServers) return configuration;
      const servers = configuration.iceServers.map((server) => ({ ...server, urls: chosen(server.urls) }));
      return { ...configuration, iceServers: servers.filter((server) => server.urls.length > 0) };
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(narrow(configuration));
        spy.connections.push(this);
      }
      override setConfiguration(configuration?: RTCConfiguration) {
        super.setConfiguration(narrow(configuration));
      }
    };
  }, options.relayOver);
}
