/**
 * What a test plants in each page before the page's own code: it only watches, and drops relay
 * addresses where asked.
 */
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

/**
 * Which of the relay's addresses a network lets through: with all at hand a browser takes any, and
 * the product has no such switch.
 */
export interface RelayWay {
  over: "udp" | "tcp" | "tls";
  /**
   * In place of the server's 127.0.0.1 and localhost: a name has addresses of both families, and
   * each network knows one.
   */
  at?: "[::1]";
  /** A port in place of the server's: that of a proxy in between. */
  port?: number;
}

export async function plantSpy(page: Page, relay: RelayWay | undefined): Promise<void> {
  await page.evaluateOnNewDocument((way: RelayWay | undefined) => {
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

    // Firefox makes up a picture as large as the page asks for, and Chromium one of 320 by 180.
    const { mediaDevices } = navigator;
    if (mediaDevices !== undefined && navigator.userAgent.includes("Firefox")) {
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (wanted = {}) =>
        ask(
          typeof wanted.video === "object"
            ? { ...wanted, video: { ...wanted.video, width: 320, height: 180 } }
            : wanted,
        );
    }

    const pattern = { udp: /^turn:.*=udp$/, tcp: /^turn:.*=tcp$/, tls: /^turns:/ };
    const chosen = (urls: string | string[], { over, at, port }: RelayWay) =>
      [urls]
        .flat()
        .filter((url) => pattern[over].test(url))
        .map((url) => (at ? url.replace(/127\.0\.0\.1|localhost/, at) : url))
        .map((url) => (port ? url.replace(/:\d+\?/, `:${port}?`) : url));
    const narrow = (configuration: RTCConfiguration = {}): RTCConfiguration => {
      if (!way || !configuration.iceServers) return configuration;
      const servers = configuration.iceServers.map((server) => ({
        ...server,
        urls: chosen(server.urls, way),
      }));
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
  }, relay);
}

/**
 * All that the browser counts of each connection, except what names an address: for somebody who
 * asks why a test failed.
 */
export async function countersOf(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const kinds =
      /^(inbound-rtp|outbound-rtp|remote-inbound-rtp|candidate-pair|transport|media-source)$/;
    const all = window.spy.connections.map(async (connection) => ({
      states: [
        connection.connectionState,
        connection.iceConnectionState,
        connection.signalingState,
      ],
      stats: [...(await connection.getStats()).values()].filter(({ type }) => kinds.test(type)),
    }));
    return JSON.stringify(await Promise.all(all), null, 1);
  });
}
