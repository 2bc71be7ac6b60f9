import { expect, test } from "vitest";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

const until = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
const flags = [
  "-log",
  "debug",
  "-log-reason",
  "Calls break",
  "-log-until",
  until.toISOString().replace(".000", ""),
];
const stage = useStage(() => Server.start({ flags }));

/** All that a line of the detailed log may be. */
const line =
  /^time=\S+ level=(DEBUG|INFO) msg="[a-z ]+"( kind=[a-z_]+)?( code=[a-z-]+)?( count=\d+)?$/;

test("everybody in a call and at the door sees that more is written down, and it names nobody", async () => {
  const host = await stage.person("Ms Weber");
  const link = await host.host({ kind: "chat" }, { devices: "not-asked" });
  await host.has("incident", "data-until", until.toISOString());
  const guest = await stage.person("Anna Berg");
  await guest.knock(link, { devices: "not-asked" });
  await guest.reads("incident", "Calls break");
  await host.admit(guest.name);
  await guest.see("chat-input");
  await guest.say("Shall we begin?");
  await host.hears("Shall we begin?");
  await guest.reads("incident", "Calls break");
  await host.endForAll();
  for (const person of [host, guest]) await person.see("over");

  const lines = stage.server.log.trim().split("\n");
  expect(lines.filter((text) => !line.test(text))).toEqual([]);
  expect(lines.length).toBeGreaterThan(5);
  stage.server.log = ""; // which otherwise has to be empty
});
