// A server that has no room for more sockets of one network says so, and the page says it to the
// person; then it lets them in.
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { handle, type Person } from "./harness/person.ts";
import type { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** Sockets of a program beside the browser until the server refuses one. */
async function takeAll(server: Server): Promise<() => void> {
  const open: Socket[] = [];
  for (;;) {
    const socket = connect(server.port, "127.0.0.1");
    open.push(socket);
    const answer = new Promise<string>((resolve, reject) => {
      socket.once("data", (data) => resolve(data.toString("latin1")));
      socket.once("error", reject);
    });
    socket.write(
      `GET /signal HTTP/1.1\r\nHost: localhost:${server.port}\r\nOrigin: ${server.origin}\r\nUpgrade: websocket\r\n` +
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
        "Sec-WebSocket-Protocol: einmal.1\r\n\r\n",
    );
    if ((await answer).startsWith("HTTP/1.1 429")) break;
  }
  expect(open.length).toBeGreaterThan(100);
  return () => {
    for (const socket of open) socket.destroy();
  };
}

async function isTold(person: Person, code: string): Promise<void> {
  await until(`${person.name} to be told ${code}`, async () => {
    const shown = await person.page.$$eval(handle("problem"), (all) =>
      all.map((e) => e.getAttribute("data-code")),
    );
    return shown.includes(code);
  });
}

test.each<[BrowserName]>([["chromium"], ["firefox"]])(
  "too many sockets are told as that in %s, at the door and when making a room",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser });
    const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
    const release = await takeAll(stage.server);
    try {
      await guest.knock(link, { devices: "not-asked" });
      await isTold(guest, "too-many");
      const maker = await stage.person("Ben Ott", { browser });
      await maker.visit();
      await maker.press("create");
      await isTold(maker, "create-too-many");
    } finally {
      release();
    }
    await host.knockCard(guest.name);
    expect(await guest.page.$(handle("problem"))).toBeNull();
  },
);
