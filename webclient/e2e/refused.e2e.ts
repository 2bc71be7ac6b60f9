/** A relay that has no address left for somebody: who does not connect for that reason reads it. */
import { afterEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { mediaArrives } from "./harness/media.ts";
import { Native } from "./harness/native.ts";
import { handle } from "./harness/person.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage(() => Server.start({ flags: ["-quota-peer", "1"] }));
const guests: Native[] = [];
afterEach(async () => {
  await Promise.all(guests.splice(0).map((guest) => guest.leave()));
});

test.each<[BrowserName, string]>([
  ["chromium", "relay-full"],
  ["firefox", "no-relay"], // it does not tell pages what a relay answers
])(
  "a host in %s with one relayed address reads why the second guest does not connect",
  async (browser, code) => {
    const host = await stage.person("Ms Weber", { browser });
    const link = await host.host({ kind: "audio", seats: 3 }, { hideAddress: true });
    const letIn = async (name: string) => {
      const guest = Native.echo(link, "-relay-only", "-name", name);
      guests.push(guest);
      await guest.hears("waiting");
      await host.admit(name);
    };
    await letIn("Anna Berg");
    await mediaArrives(host, { peers: 1, route: "relay", video: false });
    // The URL that was refused is no matter: the other one was not.
    expect(await host.page.$(handle("problem"))).toBeNull();
    await letIn("Ben Ott");
    const told = async () => {
      const problem = await host.page.$(`${handle("problem")}[data-code="${code}"]`);
      return problem?.evaluate((element) => element.textContent);
    };
    // Firefox gives a relay up after five seconds, and tells why only when it is asked again.
    const said = await until("the host to be told why", told, 40_000);
    expect(said).toContain("Ben Ott");
    const states = (await host.stats()).map(({ state }) => state);
    expect(states.filter((state) => state === "connected")).toHaveLength(1);
    await guests.pop()?.leave(); // Ben
    await host.page.waitForSelector(handle("problem"), { hidden: true });
  },
);
