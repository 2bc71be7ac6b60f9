import { expect, test } from "vitest";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

const stage = useStage(() => Server.start({ flags: ["-create", "open"] }));

test.each(["chromium", "firefox"] as const)(
  "%s does the work that an open server asks for",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    expect(await host.createRoom()).toMatch(/#1[\w-]{44}$/);
    const opened = await host.page.evaluate(() => window.spy.sockets.length);
    expect(opened, "sockets that it took").toBe(1);
  },
);
