/**
 * A host's three weeks and a guest's minutes, in days that have not come yet: booked, lost sight
 * of, moved, held in spite of everything, and gone. What everybody reads on the way is named here,
 * screen by screen, and is so.
 */
import type { Viewport } from "puppeteer-core";
import { afterAll, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall } from "./harness/incall.ts";
import { Laptop } from "./harness/laptop.ts";
import { leavesNoTrace, nothing, storedBy } from "./harness/leftovers.ts";
import { mediaArrives } from "./harness/media.ts";
import { pasted } from "./harness/paste.ts";
import { handle, localMinute, type Person } from "./harness/person.ts";
import { Recorder } from "./harness/recorder.ts";
import { listenTo, type Moment, Sentences } from "./harness/sentences.ts";
import { Server } from "./harness/server.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { scriptsOf, VirtualClock } from "./harness/virtualclock.ts";
import {
  alone,
  brief,
  comings,
  early,
  ended,
  entering,
  expiry,
  expiryOf,
  gone,
  goneEarly,
  hostLanding,
  interrupted,
  inviting,
  knocking,
  knockingFor,
  landing,
  leaving,
  listed,
  long,
  moved,
  moving,
  plain,
  ready,
  start,
  waiting,
} from "./harness/weekwords.ts";

const clock = await VirtualClock.buildOlder();
const recorder = await Recorder.start();
const stage = useStage(async () => {
  const server = await Server.start({ origin: recorder.origin, clock });
  recorder.target = server.port;
  return server;
});
afterAll(() => recorder.close());

const topic = "Third session";
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

async function listedRooms(): Promise<object[]> {
  return JSON.parse(await stage.server.command("room", "list", "-json"));
}

/** Ms Weber opens her laptop, on the day that it is. */
async function opened(laptop: Laptop): Promise<Person> {
  const host = await laptop.start("Ms Weber", stage.server.origin);
  await listenTo(host);
  await clock.shift(host.page);
  return host;
}

/** Somebody else, with a browser of their own. */
async function comes(name: string, browser: BrowserName, size: Viewport): Promise<Person> {
  const person = await stage.person(name, { browser });
  await person.page.setViewport(size);
  await listenTo(person);
  await clock.shift(person.page);
  return person;
}

/** The server keeps the place of a lost socket for 60 s. */
const graceMs = 60_000;

test(
  "three weeks of a host in Chromium, with a guest in Firefox, and nothing is left of them",
  async () => {
    const begun = clock.day;
    const [first, second] = [clock.inDays(20), clock.inDays(22)];
    const { host: server } = new URL(recorder.origin);
    const sentences = new Sentences({ host: "Ms Weber", server, room: topic }, brief);
    const read = sentences.areSaid.bind(sentences);
    const laptop = await Laptop.buy("chromium");
    try {
      // A Monday: booked, and the invitation is in the mail.
      let host = await opened(laptop);
      await host.visit();
      await read(host, "before a room is made", { says: start });
      const link = await host.createRoom({ topic, when: first });
      await read(host, "when the room is ready", {
        says: [...ready, ["ready.dated", { when: long(first) }], ["ready.open", expiry(first)]],
        before: [...listed(first, "rooms.planned"), ["when.chosen", { when: long(first) }]],
      });
      await host.press("host-link");
      const hostLink = String(await host.attribute("host-link", "data-link"));
      await host.press("copy-invitation");
      const mail = plain(await pasted(host));
      for (const part of [link, `Our call is on ${long(first)}.`]) expect(mail).toContain(part);
      expect(await listedRooms()).toHaveLength(1);
      const scripts = await scriptsOf(host);
      await host.changeTabs();
      await laptop.close();

      // Days later: the server was upgraded, the browser restarted. She moves the call.
      clock.upgrade();
      await clock.reach(begun + 4, stage.server);
      host = await opened(laptop);
      await host.visit();
      const common = (await scriptsOf(host)).filter((script) => scripts.includes(script));
      expect(common, "of both versions").toEqual([]);
      await read(host, "on the list", { says: listed(first, "rooms.planned") });
      await host.press("room-move");
      await read(host, "before it is moved", { says: moving(first) });
      await host.write("move-when", localMinute(second));
      await host.press("move-save");
      await host.see("moved");
      await read(host, "once it is moved", {
        says: moved(second),
        before: [...moving(first), ["when.chosen", { when: long(second) }]],
      });
      await host.press("dialog-close");
      await laptop.close();

      // The date of the old invitation: nobody is there, and the guest reads why.
      await clock.reach(begun + 20, stage.server);
      const anna = await comes("Anna Berg", "firefox", phone);
      await anna.visit(link);
      await read(anna, "when the link is opened", { says: landing });
      await anna.press("continue");
      await anna.prepare();
      await read(anna, "before the knock", { ...knockingFor(second), before: landing });
      await anna.press("join");
      await read(anna, "who is two days early", { says: early(second), before: knocking.says });
      await anna.press("leave");
      await read(anna, "who waits no longer", { says: goneEarly, before: early(second) });

      // The day.
      await clock.reach(begun + 22, stage.server);
      host = await opened(laptop);
      await host.visit();
      await read(host, "on the list of the day", { says: listed(second, "rooms.now") });
      await host.press("room-enter");
      await host.prepare();
      const lists = listed(second, "rooms.now");
      await read(host, "before the call", { ...entering(second), before: lists });
      await host.press("join");
      await host.see("leave");
      await read(host, "alone in the call", {
        says: alone(second),
        may: ["say.admitted"],
        before: entering(second).says,
      });
      await clock.shift(anna.page);
      await anna.knock(link);
      const atTheDoor: Moment = {
        says: [...waiting, "lobby.waiting", ["lobby.planned", { when: long(second) }]],
        before: [...landing, ...knocking.says],
      };
      await read(anna, "at the door", atTheDoor);
      await host.admit(anna.name);
      for (const person of [host, anna]) await mediaArrives(person, { peers: 1 });

      // A third person, in the middle of it.
      await host.press("invite");
      const invites: Moment = { says: inviting, may: comings, before: alone(second) };
      await read(host, "who invites in the call", invites);
      expect(await host.attribute("guest-link", "data-link")).toBe(link);
      await host.press("copy-invitation");
      // It has begun: nobody is asked to come before it.
      expect(plain(await pasted(host))).toContain(
        `Private call on ${long(second)} Please open this link for our call: ${link}`,
      );
      await host.press("dialog-close");
      const ben = await comes("Ben Ott", "chromium", desk);
      await ben.knock(link);
      await read(ben, "at the door", atTheDoor);
      await host.admit(ben.name);
      for (const person of [host, anna, ben]) await mediaArrives(person, { peers: 2 });
      const inCall: Moment = { says: [], may: comings, before: atTheDoor.says };
      await read(host, "in the call", { ...inCall, before: inviting });
      for (const guest of [anna, ben]) await read(guest, "in the call", inCall);

      // The laptop dies, and she comes back on her phone.
      await laptop.die();
      for (const guest of [anna, ben])
        await read(guest, "while her place is kept", {
          says: ["tile.reconnecting"],
          may: [...comings, interrupted],
          before: atTheDoor.says,
        });
      for (const guest of [anna, ben]) {
        await guest.see("host-away", graceMs + 20_000);
        await read(guest, "without the host", {
          says: ["away.lost", "away.go-on"],
          may: [["say.left", { name: host.name }]],
          before: [...comings, "tile.reconnecting", interrupted],
        });
      }
      await areInCall([anna, ben]);
      const back = await comes("Ms Weber", "chromium", { ...phone, isMobile: true });
      await back.visit(hostLink);
      await read(back, "with the host link", { says: hostLanding });
      await back.enterRoom();
      for (const person of [back, anna, ben]) await mediaArrives(person, { peers: 2 });
      for (const guest of [anna, ben])
        await read(guest, "with the host again", {
          says: [],
          may: comings,
          before: ["away.lost", "away.go-on", ["say.left", { name: host.name }]],
        });
      await read(back, "on the phone", {
        says: [],
        may: comings,
        before: [...hostLanding, ...entering(second).says, ...alone(second)],
      });

      // The end.
      await back.press("leave");
      const sheet = [...leaving, ["leave.stays.until", { until: expiryOf(second) }] as const];
      await read(back, "before the end", { says: sheet, may: [...comings, "leave.stays"] });
      await back.press("end-for-all");
      for (const person of [back, anna, ben])
        await read(person, "at the end", {
          says: ended,
          may: comings,
          before: [...sheet, "leave.stays"],
        });
      for (const person of [anna, ben, back]) {
        const stored = await storedBy(person);
        // She was early, and left that visit to itself.
        const records = person === anna ? stored.records : 0;
        expect(stored, person.name).toEqual({ ...nothing, records });
        await person.visit(link);
        await person.press("continue");
        await read(person, "who comes again", {
          says: gone,
          before: [...landing, ...knocking.says],
        });
      }
      expect(await listedRooms()).toEqual([]);

      // The laptop has power again, and has not heard that it is over.
      host = await opened(laptop);
      await host.visit();
      await read(host, "on the list of what is over", { says: listed(second, "rooms.now") });
      await host.press("room-enter");
      await host.prepare();
      await host.press("join"); // a host is not there, and asks nobody, before she enters
      await read(host, "of the room that is over", {
        says: gone,
        before: [...listed(second, "rooms.now"), ...entering(second).says],
      });
      await host.visit();
      await read(host, "on the list of nothing", { says: start });
      expect(await host.page.$(handle("rooms"))).toBe(null);
      expect({ ...(await storedBy(host)), records: 0 }, host.name).toEqual(nothing);

      // Keys of visits that were broken off are kept for eight days.
      await clock.reach(begun + 31, stage.server);
      for (const person of [host, anna]) {
        await clock.shift(person.page);
        await person.visit();
        await read(person, "on another day", { says: start });
        await until("the last key to be gone", async () => (await storedBy(person)).records === 0);
        expect(await storedBy(person), person.name).toEqual(nothing);
      }

      const secrets = [link, hostLink].map((one) => new URL(one).hash.slice(1));
      const words = [host.name, anna.name, ben.name, topic, ...secrets];
      await leavesNoTrace(stage.server, recorder, words);
    } finally {
      await laptop.throwAway();
    }
  },
  graceMs + 180_000,
);
