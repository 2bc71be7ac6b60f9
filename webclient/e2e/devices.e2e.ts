/** Which microphone and camera: chosen before the call and in it, and what happens when one is unplugged. */
import { expect, test } from "vitest";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** The ids that a choice offers, by its handle. */
async function offered(person: Person, choice: string): Promise<string[]> {
  return await person.page.$eval(handle(choice), (select) =>
    [...(select as HTMLSelectElement).options].map(({ value }) => value),
  );
}

/** What the page sends of one kind: device, and whether it is switched on. */
async function sent(person: Person, kind: "audio" | "video") {
  return await person.page.evaluate((kind) => {
    const tracks = window.spy.connections.flatMap((c) => c.getSenders().map(({ track }) => track));
    const track = tracks.find((track) => track?.kind === kind && track.readyState === "live");
    return track && { id: track.getSettings().deviceId, enabled: track.enabled };
  }, kind);
}

test("another microphone is chosen before the call and changed in it, and one that is off stays off", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.visit(link);
  await guest.press("continue");
  await guest.prepare();
  await guest.press("devices");
  const [, first = "", second = ""] = await offered(guest, "choose-microphone");
  await guest.page.select(handle("choose-microphone"), first);
  await guest.press("dialog-close");
  await guest.press("join");
  await host.admit(guest.name);
  await mediaArrives(host, { peers: 1 });
  expect(await sent(guest, "audio")).toEqual({ id: first, enabled: true });

  await guest.press("mic");
  await until("the microphone to be off", async () => (await guest.attribute("mic", "aria-pressed")) === "false");
  await guest.press("devices");
  await guest.page.select(handle("choose-microphone"), second);
  await until("the other to be in use", async () => (await sent(guest, "audio"))?.id === second);
  expect(await sent(guest, "audio")).toEqual({ id: second, enabled: false });
  await guest.has("mic", "aria-pressed", "false");
  await guest.press("dialog-close");
  await guest.press("mic");
  await mediaArrives(host, { peers: 1 });
});

test("when the microphone in use is unplugged another takes over, and the person is told", async () => {
  const host = await stage.person("Ms Weber");
  const guest = await stage.person("Anna Berg");
  const link = await host.host();
  await guest.knock(link);
  await host.admit(guest.name);
  await mediaArrives(host, { peers: 1 });
  await guest.page.evaluate(() => {
    const tracks = window.spy.connections.flatMap((c) => c.getSenders().map(({ track }) => track));
    // What the browser does when a device goes; made-up ones cannot be unplugged.
    tracks.find((track) => track?.kind === "audio")?.dispatchEvent(new Event("ended"));
  });
  await guest.has("problem", "data-code", "device-changed");
  await guest.has("mic", "aria-pressed", "true");
  await mediaArrives(host, { peers: 1 });
});
