// Groups: nothing goes across them, all come back in a moment, and nobody listens unseen.
import { expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import { type Back, flows, namesAt, notesPress, watchForPictures } from "./harness/groups.ts";
import { areInCall, chat, tiles } from "./harness/incall.ts";
import { mediaArrives } from "./harness/media.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens the panel, unless it is. */
async function opensGroups(host: Person): Promise<void> {
  if (await host.page.$(handle("together-panel"))) return;
  await host.press("together");
  await host.press("together-groups");
  await host.see("together-panel");
}

/** Each into the group of this number, by hand. */
async function arranges(host: Person, groups: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, group] of Object.entries(groups)) {
    const field = await until(`the place of ${name}`, async () => {
      for (const label of await host.page.$$(`${handle("together-panel")} .field-label`))
        if ((await label.evaluate((element) => element.textContent))?.includes(name))
          return await label.evaluate((element) => element.getAttribute("for"));
    });
    await host.page.select(`[id="${field}"]`, String(group));
  }
  await host.press("groups-open");
}

const isIn = (person: Person, place: string) =>
  until(`${person.name} to be in ${place}`, async () => {
    const bar = await person.page.$(handle("groups-place"));
    return (await bar?.evaluate((element) => element.textContent))?.includes(place);
  });

const areTogether = async (people: readonly Person[], deadline?: number) => {
  for (const { name, page } of people)
    await until(
      `no group at ${name}`,
      async () => (await page.$(handle("groups-bar"))) === null,
      deadline,
    );
};

const isReadOut = (person: Person, text: string) =>
  until(`"${text}" to be read out to ${person.name}`, () =>
    person.page.$eval(handle("says-urgent"), (all, text) => all.textContent?.includes(text), text),
  );

test("four in two groups: nothing across, the host comes visibly, and all are back in a moment", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben Ott");
  const cem = await stage.person("Cem Yar", { browser: "firefox" });
  const [guests, all] = [
    [anna, ben, cem],
    [host, anna, ben, cem],
  ];
  const link = await host.host({ seats: 4 });
  for (const guest of guests) {
    await guest.knock(link);
    await host.admit(guest.name);
  }
  for (const person of all) await mediaArrives(person, { peers: 3 });
  const names = new Map<Person, Map<string, string>>();
  for (const person of all) names.set(person, await namesAt(person));
  const flowsOf = (person: Person) => flows(person, names.get(person) ?? new Map());

  await opensGroups(host);
  await pause(500); // the others load the part when it is opened
  await arranges(host, { Anna: 0, Ben: 0, Cem: 1 });
  for (const person of [anna, ben]) await isIn(person, "Group 1");
  await isIn(cem, "Group 2");
  await pause(1_000);
  expect(await Promise.all(all.map(flowsOf))).toEqual([
    { to: 0, from: [] },
    { to: 1, from: ["Ben Ott"] },
    { to: 1, from: ["Anna Berg"] },
    { to: 0, from: [] },
  ]);
  expect(await tiles(cem)).toEqual([]);
  expect(await tiles(anna)).toEqual(["Ben Ott: connected"]);
  expect(await axeFaults(host.page)).toEqual([]);
  expect(await axeFaults(anna.page)).toEqual([]);

  // What is written in a group stays there, and is said to.
  await ben.press("chat-open");
  expect(await ben.text("chat-group")).toContain("Group 1");
  await ben.say("Only us.");
  await anna.hears("Only us.");
  for (const person of [host, cem]) await person.press("chat-open");
  await host.say("In the main room.");
  await pause(500);
  expect(await cem.text("chat-log")).not.toMatch(/Only us|main room\./);
  expect(await host.text("chat-log")).not.toContain("Only us");
  for (const person of [host, cem, ben, anna]) await person.press("chat-close");

  // Somebody asks for the host, who comes where everybody sees it, and goes again.
  await ben.press("groups-help");
  expect(await host.text("groups-asked")).toContain("Ben Ott in Group 1");
  await host.press("groups-visit");
  for (const person of [anna, ben]) await isReadOut(person, "Ms Weber, the host, is with you now.");
  expect(await anna.text("groups-bar")).toContain("Ms Weber (host)");
  await until("the host's tile", async () => (await tiles(anna)).length === 2);
  expect((await flowsOf(host)).from).toEqual(["Anna Berg", "Ben Ott"]);
  expect(await flowsOf(cem)).toEqual({ to: 0, from: [] });
  await host.press("groups-return");
  await isIn(host, "main room");
  await pause(1_000);
  expect((await flowsOf(anna)).from).toEqual(["Ben Ott"]);

  await opensGroups(host);
  await host.write("groups-tell", "Two minutes left.");
  await host.press("groups-tell-send");
  for (const guest of guests)
    expect(await guest.text("groups-told")).toContain("Two minutes left.");

  for (const person of guests) {
    const apart = person === cem ? ["Anna Berg", "Ben Ott", "Ms Weber"] : ["Cem Yar", "Ms Weber"];
    const sids = [...(names.get(person) ?? [])].filter(([, name]) => apart.includes(name));
    await watchForPictures(
      person,
      sids.map(([sid]) => sid),
    );
  }
  await notesPress(host, "groups-back-0");
  await host.press("groups-back-0");
  await areTogether(all);
  const pressed = Number(await host.page.$eval("html", ({ dataset }) => dataset.clicked));
  const waits: number[] = [];
  for (const person of guests) {
    const want = person === cem ? 3 : 2;
    const frames = await until(`new pictures at ${person.name}`, async () => {
      const text = await person.page.$eval("html", ({ dataset }) => dataset.back ?? "{}");
      const { frames = {} } = JSON.parse(text) as Partial<Back>;
      return Object.keys(frames).length === want && frames;
    });
    const after = Object.values(frames).map((at) => at - pressed);
    console.log(`${person.name}: first pictures ${after.join(", ")} ms after the press`);
    waits.push(...after);
  }
  expect(Math.max(...waits)).toBeLessThan(2_000);
  for (const person of all) await mediaArrives(person, { peers: 3 });
  await areInCall(all);
}, 240_000);

test("a newcomer, a reload, who goes back alone, and a host who is gone before all are called back", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben Ott");
  const cem = await stage.person("Cem Yar");
  const link = await host.host({ kind: "chat", seats: 4 }, chat);
  for (const guest of [anna, ben]) {
    await guest.knock(link, chat);
    await host.admit(guest.name);
  }
  await areInCall([host, anna, ben]);
  await opensGroups(host);
  await arranges(host, { Anna: 0, Ben: 1 });
  await isIn(anna, "Group 1");
  await host.press("together-close"); // it stands over the chat
  await anna.say("Before anybody came.");

  await cem.knock(link, chat);
  await host.admit(cem.name);
  await isIn(cem, "main room");
  expect(await cem.text("groups-bar")).toContain("Ms Weber (host)");
  await cem.say("Am I alone with you?");
  await host.hears("Am I alone with you?");
  await pause(3_000); // a newcomer asks what was written before
  expect(await cem.text("chat-log")).not.toContain("Before anybody came.");
  expect(await anna.text("chat-log")).not.toContain("alone with you");

  await ben.reload();
  await isIn(ben, "Group 2");
  await ben.press("groups-return");
  await isIn(ben, "main room");
  await until("the host to be told", async () =>
    (await host.text("groups-bar")).includes("Ben Ott"),
  );

  await host.press("groups-manage");
  await host.press("groups-back-30");
  await isReadOut(anna, "All come back in 30 s.");
  await pause(1_000);
  await host.changeTabs();
  await isIn(anna, "Group 1");
  await until(
    "the last call",
    () =>
      anna.page.$eval(handle("says-urgent"), (all) => all.textContent?.includes("back in 10 s.")),
    40_000,
  );
  await areTogether([anna, ben, cem], 40_000);
  await cem.say("Here again.");
  await anna.hears("Here again.");
  await host.visit();
}, 240_000);

test("a word that the host has not signed cuts its sender off, and nobody follows it", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const mallory = await stage.person("Mallory");
  await mallory.page.evaluateOnNewDocument(() => {
    const made: RTCDataChannel[] = [];
    (window as never as { docs: RTCDataChannel[] }).docs = made;
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = create.call(this, label, options);
      if (label === "einmal-doc") made.push(channel);
      return channel;
    };
  });
  const link = await host.host({ kind: "chat", seats: 3 }, chat);
  for (const guest of [anna, mallory]) {
    await guest.knock(link, chat);
    await host.admit(guest.name);
  }
  await areInCall([host, anna, mallory]);
  await opensGroups(host);
  await arranges(host, { Anna: 0, Mallory: 0 });
  await isIn(anna, "Group 1");
  await mallory.page.evaluate(() => {
    const word = { epoch: Date.now() + 1e6, groups: [], signature: "A".repeat(86) };
    const text = new TextEncoder().encode(JSON.stringify(word));
    for (const channel of (window as never as { docs: RTCDataChannel[] }).docs)
      if (channel.readyState === "open") channel.send(Uint8Array.of(0x80, ...text));
  });
  for (const person of [host, anna]) {
    await until(`the alarm at ${person.name}`, async () =>
      (await person.page.$eval("body", (body) => body.textContent))?.includes("Mallory"),
    );
    await person.see("leave");
  }
  await isIn(anna, "Group 1");
});
