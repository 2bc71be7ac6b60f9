import { afterEach, expect, test } from "vitest";
import { LocalClient } from "./harness/local.ts";
import { mediaArrives } from "./harness/media.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage();
const clients: LocalClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

async function einmalCall(link: string): Promise<LocalClient> {
  const client = await LocalClient.start(link);
  clients.push(client);
  return client;
}

test.each([
  ["chromium", "direct"],
  ["firefox", "relay"],
] as const)(
  "a guest in %s through einmal call and a host on the server's page see and hear each other, %s",
  async (browser, route) => {
    const host = await stage.person("Ms Weber");
    const link = await host.host();
    const local = await einmalCall(link);
    const guest = await stage.person("Anna Berg", { browser, origin: local.origin });
    await guest.knock(local.address, { hideAddress: route === "relay" });
    await host.admit(guest.name);
    for (const person of [host, guest]) await mediaArrives(person, { peers: 1, route });
    const asked = guest.requests
      .filter((url) => !/^(data|blob):/.test(url))
      .map((url) => new URL(url).host);
    expect(new Set(asked), "the browser asks this program alone").toEqual(
      new Set([new URL(local.origin).host]),
    );
    expect(await guest.page.evaluate(() => window.spy.sockets)).toEqual([
      `${local.origin.replace("http", "ws")}/signal`,
    ]);
  },
);

test("a room that is made through einmal call has a link that leads to the server", async () => {
  const local = await einmalCall(stage.server.origin);
  const host = await stage.person("Ms Weber", { origin: local.origin });
  expect(await host.createRoom()).toMatch(new RegExp(`^${stage.server.origin}/#1`));
});
