/** Creating a room while the connection or the server goes at the worst moment. */
import { afterAll, beforeEach, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { Recorder } from "./harness/recorder.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";

let recorder: Recorder;
const stage = useStage(async () => {
  recorder = await Recorder.start();
  const server = await Server.start({ origin: recorder.origin });
  recorder.target = server.port;
  return server;
});
beforeEach(() => {
  recorder.cuts = undefined;
});
afterAll(() => recorder.close());

/** Cuts the first connections over which such a message goes. */
function cut(kind: string, times: number): () => number {
  let lost = 0;
  recorder.cuts = ({ payload }) => {
    if (lost === times || !payload.toString().startsWith(`{"kind":"${kind}"`)) return false;
    lost++;
    return true;
  };
  return () => lost;
}

const rooms = async () =>
  (JSON.parse(await stage.server.command("room", "list", "-json")) as unknown[]).length;

test.each<[BrowserName, string, number]>([
  ["chromium", "create", 1],
  ["chromium", "created", 2],
  ["firefox", "created", 1],
])("in %s a room comes about although the first %s is lost", async (browser, kind, times) => {
  const before = await rooms();
  const host = await stage.person("Ms Weber", { browser });
  const lost = cut(kind, times);
  expect(await host.createRoom({ kind: "chat" })).toMatch(/#1[\w-]{44}$/);
  expect(lost()).toBe(times);
  expect(await rooms()).toBe(before + 1);
  await host.enterRoom({ devices: "not-asked" });
});

test("a room comes about although the server is killed before it has said so", async () => {
  const before = await rooms();
  const host = await stage.person("Ms Weber");
  let again: Promise<void> | undefined;
  recorder.cuts = ({ payload }) => {
    if (again || !payload.toString().startsWith('{"kind":"created"')) return false;
    again = stage.server.kill().then(() => stage.server.run());
    return true;
  };
  expect(await host.createRoom({ kind: "chat" })).toMatch(/#1[\w-]{44}$/);
  expect(again).toBeDefined();
  await again;
  expect(await rooms()).toBe(before + 1);
});

test("a server that never says so is told as one that does not answer, and the room can be made later", async () => {
  const host = await stage.person("Ms Weber");
  recorder.cuts = ({ payload }) => payload.toString().startsWith('{"kind":"created"');
  await host.visit();
  await host.press("kind-chat");
  await host.press("create");
  await host.has("problem", "data-code", "create-unanswered");
  recorder.cuts = undefined;
  await host.press("create");
  await host.see("guest-link");
});
