/**
 * Relayed calls over each transport and each address family, by Chromium and Firefox, over a server
 * with TLS.
 */
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { Certificates } from "./harness/certificates.ts";
import { mediaArrives } from "./harness/media.ts";
import { Server } from "./harness/server.ts";
import type { RelayWay } from "./harness/spy.ts";
import { useStage } from "./harness/stage.ts";

const certificates = await Certificates.make();
const four = await Server.start({ certificates });
const six = await Server.start({ certificates, host: "::1" });
const both = await Server.start({
  certificates,
  flags: ["-relay-listen", "[::]:0", "-relay-address", "192.0.2.1"],
});
const stage = useStage(async () => four);
afterAll(async () => {
  for (const server of [six, both]) {
    await server.close();
    expect(server.log).toBe("");
  }
  await certificates.forget();
});

interface Call {
  over: string;
  server: Server;
  host: [BrowserName, RelayWay];
  guest: [BrowserName, RelayWay];
}

const calls: Call[] = [
  {
    over: "TLS and IPv4, on the port of the page",
    server: four,
    host: ["chromium", { over: "tls" }],
    guest: ["firefox", { over: "tls" }],
  },
  {
    over: "UDP and IPv6",
    server: six,
    host: ["chromium", { over: "udp" }],
    guest: ["firefox", { over: "udp" }],
  },
  {
    over: "TCP and IPv6",
    server: six,
    host: ["firefox", { over: "tcp" }],
    guest: ["chromium", { over: "tcp" }],
  },
  {
    over: "TLS and IPv6, on the port of the page",
    server: six,
    host: ["firefox", { over: "tls" }],
    guest: ["chromium", { over: "tls" }],
  },
  {
    over: "UDP and IPv4 with one over TLS and IPv6, on a port of the relay's own",
    server: both,
    host: ["firefox", { over: "udp" }],
    guest: ["chromium", { over: "tls", at: "[::1]" }],
  },
  {
    over: "TCP and IPv4 with one over UDP and IPv6, on a port of the relay's own",
    server: both,
    host: ["chromium", { over: "tcp" }],
    guest: ["firefox", { over: "udp", at: "[::1]" }],
  },
];

test.each(calls)(
  "picture, sound and data pass over $over",
  async ({ server, host: [ours, way], guest: [theirs, other] }) => {
    const { origin } = server;
    const host = await stage.person("Ms Weber", { browser: ours, relay: way, origin });
    const guest = await stage.person("Anna Berg", { browser: theirs, relay: other, origin });
    const link = await host.host({}, { hideAddress: true });
    await guest.knock(link, { hideAddress: true });
    await host.admit(guest.name);
    await mediaArrives(host, { peers: 1, route: "relay", transport: way.over });
    await mediaArrives(guest, { peers: 1, route: "relay", transport: other.over });
    await host.say("Can you read me?");
    await guest.hears("Can you read me?");
    await guest.say("I can.");
    await host.hears("I can.");
  },
);
