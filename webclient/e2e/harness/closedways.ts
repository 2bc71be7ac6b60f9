/** A network that lets some transports to the relay through and not others: planted in the page. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Page } from "puppeteer-core";

export type Transport = "udp" | "tcp" | "tls";

/** For every page opened from now on: these lead to a port at which nobody is. */
export async function closeWays(page: Page, ...transports: Transport[]): Promise<void> {
  await page.evaluateOnNewDocument(
    (closed: string[], port: number) => {
      const transportOf = (url: string) =>
        url.startsWith("turns:") ? "tls" : url.endsWith("=tcp") ? "tcp" : "udp";
      const lead = (url: string) =>
        closed.includes(transportOf(url)) ? url.replace(/:\d+(?=\?|$)/, `:${port}`) : url;
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration: RTCConfiguration = {}) {
          const iceServers = configuration.iceServers?.map((server) => ({
            ...server,
            urls: [server.urls].flat().map(lead),
          }));
          super({ ...configuration, ...(iceServers && { iceServers }) });
        }
      };
    },
    transports,
    await freePort(),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
