// A duplicated tab has the way back into the call as well. It asks before it puts the first one
// out.
import { expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { handle } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const devices = "not-asked";

test.each<[BrowserName, "guest" | "host"]>([
  ["chromium", "guest"],
  ["chromium", "host"],
  ["firefox", "guest"],
  ["firefox", "host"],
])(
  "in %s, a duplicated tab of the %s leaves the first one in the call until the person switches",
  async (browser, who) => {
    const host = await stage.person("Ms Weber", { browser });
    const guest = await stage.person("Anna Berg", { browser });
    await guest.knock(await host.host({ kind: "chat" }, { devices }), { devices });
    await host.admit(guest.name);
    await guest.see("chat-input");
    const [person, other] = who === "guest" ? [guest, host] : [host, guest];
    await person.say("Before.");
    await other.hears("Before.");

    const first = await person.duplicateTab();
    await person.see("elsewhere");
    expect(await first.$(handle("chat-input"))).not.toBeNull();
    await other.say("Are you still there?");
    await until("the first tab to read it", async () =>
      (await first.$eval(handle("chat-log"), (log) => log.textContent))?.includes(
        "Are you still there?",
      ),
    );

    await person.press("switch-here");
    await until("the first tab to say that the call goes on elsewhere", async () => {
      const over = await first.$(handle("over"));
      return (await over?.evaluate((element) => element.getAttribute("data-code"))) === "replaced";
    });
    await person.see("chat-input");
    await until(
      "the two to be connected",
      async () => (await other.attribute("tile", "data-state")) === "connected",
    );
    await person.say("After.");
    await other.hears("After.");
    await first.close();
  },
);

test.each<[BrowserName]>([["chromium"], ["firefox"]])(
  "in %s, a reload goes straight back into the call",
  async (browser) => {
    const host = await stage.person("Ms Weber", { browser });
    await host.host({ kind: "chat" }, { devices });
    await host.reload();
    await host.see("chat-input");
    expect(await host.page.$(handle("elsewhere"))).toBeNull();
  },
);
