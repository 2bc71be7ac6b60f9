import { expect, test } from "vitest";
import { always } from "../../../crypto/testing/random.ts";
import { SpeakerWatch } from "./speaker.ts";

const stepMs = 200;

/** A call in which each says something for a while; the clock goes on by itself. */
class Talk {
  readonly watch = new SpeakerWatch();
  now = 1000;

  hear(levels: Record<string, number>, forMs: number): this {
    for (const end = this.now + forMs; this.now < end; this.now += stepMs)
      this.watch.sample(new Map(Object.entries(levels)), this.now);
    return this;
  }
}

const [quiet, loud] = [0.001, 0.1];
const only = (name: string) => ({ anna: quiet, ben: quiet, carla: quiet, [name]: loud });
const silence = { anna: quiet, ben: quiet, carla: quiet };

test("the first to speak is large at once, whoever comes after only when they go on", () => {
  const talk = new Talk().hear(silence, 3000);
  expect(talk.watch.speaker).toBeUndefined();
  expect(talk.hear(only("anna"), 800).watch.speaker).toBe("anna");
  expect(talk.hear(only("ben"), 1200).watch.speaker).toBe("anna");
  expect(talk.hear(only("ben"), 1600).watch.speaker).toBe("ben");
});

test("a cough takes nothing over, and a pause gives nothing away", () => {
  const talk = new Talk().hear(only("anna"), 3000).hear({ ...only("anna"), ben: 0.6 }, 600);
  expect(talk.watch.speaker).toBe("anna");
  expect(talk.hear(only("anna"), 2000).watch.speaker).toBe("anna");
  expect(talk.hear(silence, 60_000).watch.speaker).toBe("anna");
});

test("two who speak at once do not alternate", () => {
  const talk = new Talk().hear(only("anna"), 3000);
  for (let i = 0; i < 20; i++) {
    talk.hear({ ...silence, anna: 0.1, ben: 0.11 }, 600);
    talk.hear({ ...silence, anna: 0.11, ben: 0.1 }, 600);
    expect(talk.watch.speaker).toBe("anna");
  }
});

test("who goes is nobody any more, and the next is large soon", () => {
  const talk = new Talk().hear(only("anna"), 3000).hear({ ben: quiet, carla: quiet }, stepMs);
  expect(talk.watch.speaker).toBeUndefined();
  expect(talk.hear({ ben: loud, carla: quiet }, 1000).watch.speaker).toBe("ben");
});

test("a voice is heard a little longer than it lasts, so that nothing flickers", () => {
  const talk = new Talk().hear(only("ben"), 400);
  expect(talk.watch.speaking(talk.now)).toEqual(["ben"]);
  expect(talk.hear(silence, 400).watch.speaking(talk.now)).toEqual(["ben"]);
  expect(talk.hear(silence, 600).watch.speaking(talk.now)).toEqual([]);
});

test("a page that slept has heard nothing in between", () => {
  const talk = new Talk().hear(only("anna"), 3000);
  talk.now += 3_600_000;
  expect(talk.hear({ ...silence, ben: loud }, stepMs).watch.speaker).toBe("anna");
});

test("whatever is heard, nobody takes over within a second and a half of the last time", () =>
  always(100, (random) => {
    const talk = new Talk().hear(only("anna"), 2000);
    let [speaker, since] = [talk.watch.speaker, talk.now];
    for (let i = 0; i < 100; i++) {
      const level = () => random.integerBelow(100) / 100;
      talk.hear({ anna: level(), ben: level(), carla: level() }, stepMs);
      if (talk.watch.speaker === speaker) continue;
      expect(talk.now - since).toBeGreaterThanOrEqual(1500);
      [speaker, since] = [talk.watch.speaker, talk.now];
    }
  }));
