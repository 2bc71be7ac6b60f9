import { describe, expect, it } from "vitest";
import type { Wish } from "./divide.ts";
import type { SendReport } from "./report.ts";
import { type Grant, Uplink } from "./uplink.ts";

const face = (id: string, height: Wish["height"], rank: Wish["rank"] = 1): Wish => ({
  ...{ id, height, rank },
  ladder: "faces",
});
const calm: SendReport = { available: 4000, limitedBy: "none", lost: 0, rttMs: 20 };
const short = (available: number): SendReport => ({ ...calm, available, limitedBy: "bandwidth" });

/** A call second by second: what it grants after each. */
class Call {
  readonly uplink: Uplink;
  wishes: Wish[];
  now = 0;
  grants = new Map<string, Grant>();

  constructor(wishes: Wish[], phone = false) {
    this.uplink = new Uplink(phone, 0);
    this.wishes = wishes;
    this.divide();
  }

  divide() {
    const listeners = this.wishes.length;
    this.grants = this.uplink.divide(
      { wishes: this.wishes, linesOf: () => 720, listeners },
      this.now,
    );
    return this;
  }
  run(seconds: number, report: (id: string) => SendReport | undefined = () => calm) {
    for (let n = 0; n < seconds; n++) {
      this.now += 1000;
      const said = this.wishes.flatMap(({ id }) => {
        const one = report(id);
        return one === undefined ? [] : ([[id, one]] as const);
      });
      this.uplink.report(new Map(said), this.now);
      this.divide();
    }
    return this;
  }
  heights() {
    return [...this.grants.values()].map(({ allowance }) =>
      allowance === "off" ? 0 : Math.round(720 / allowance.scaleResolutionDownBy),
    );
  }
  rates() {
    return [...this.grants.values()].map(({ allowance }) =>
      allowance === "off" ? 0 : allowance.maxBitrate / 1000,
    );
  }
}

describe("what is sent to each", () => {
  it("is what they show, and nothing to whoever shows nothing", () => {
    const call = new Call([face("a", 720), face("b", 180, 0), face("c", 0)]);
    expect([call.heights(), call.rates()]).toEqual([
      [720, 180, 0],
      [1700, 170, 0],
    ]);
    expect(call.grants.get("c")?.paused).toBe(undefined);
  });

  it("follows what they show at once, but for one change of size in two seconds", () => {
    const call = new Call([face("a", 360)]).run(3);
    call.wishes = [face("a", 720)];
    expect(call.divide().heights()).toEqual([720]);
    call.wishes = [face("a", 180)];
    expect(call.divide().heights()).toEqual([720]);
    expect(call.run(2).heights()).toEqual([180]);
    call.wishes = [face("a", 0)];
    expect(call.divide().heights()).toEqual([0]);
    call.wishes = [face("a", 360)];
    expect(call.divide().heights()).toEqual([360]);
  });

  it("is limited by no estimate of a line that nothing is bounded by", () => {
    expect(
      new Call([face("a", 720)]).run(60, () => ({ ...calm, available: 300 })).heights(),
    ).toEqual([720]);
  });

  it("falls at once where the line is short, from the least important on", () => {
    const call = new Call([face("a", 720, 2), face("b", 270, 0), face("c", 270, 0)]);
    call.run(1, () => short(290));
    expect(call.heights()).toEqual([540, 90, 90]);
    expect(call.grants.get("b")?.reduced).toBe("line");
    // The first may find out what there is; the others may not take it.
    const [first = 0, ...others] = call.rates();
    expect(first).toBe(1000);
    for (const rate of others) expect(rate).toBeLessThanOrEqual(110);
  });

  it("is less for the one whose own way is short, and for nobody else", () => {
    const call = new Call([face("a", 720, 2), face("b", 360)]);
    call.run(2, (id) => (id === "a" ? short(300) : calm));
    expect(call.heights()).toEqual([270, 360]);
    call.run(1, (id) => (id === "a" ? short(60) : calm));
    expect([call.heights(), call.grants.get("a")?.paused]).toEqual([[0, 360], "line"]);
  });

  it("comes back within 15 s, step by step", () => {
    const call = new Call([face("a", 720)]).run(5, () => short(200));
    expect(call.heights()).toEqual([180]);
    expect(call.run(3).heights()).toEqual([180]);
    expect(call.run(12).heights()).toEqual([720]);
  });

  it("tries less and less often what has failed", () => {
    const call = new Call([face("a", 720)]);
    let changes = 0;
    let before = call.heights()[0];
    for (let second = 0; second < 300; second++) {
      // The line carries a small picture, and shows that only when a larger one is tried.
      call.run(1, () => ((before ?? 0) > 270 ? short(300) : calm));
      const [height] = call.heights();
      if (height !== before) changes++;
      before = height;
    }
    expect(changes).toBeLessThan(24);
  });

  it("does not change after 6 s of the same", () => {
    for (const report of [calm, short(900), short(300), short(120), { lost: 0, rttMs: 20 }]) {
      const call = new Call([face("a", 720, 2), face("b", 180, 0), face("c", 360)]).run(
        6,
        () => report,
      );
      const settled = [call.heights(), call.rates()];
      for (let second = 0; second < 20; second++) {
        call.run(1, () => report);
        // What is off is tried again; that is no change of what is on.
        if (!settled[0]?.includes(0)) expect([call.heights(), call.rates()]).toEqual(settled);
      }
    }
  });

  it("does not change for a report that is missing", () => {
    const call = new Call([face("a", 720, 2), face("b", 360)]).run(8, () => short(400));
    const settled = [call.heights(), call.rates()];
    call.run(1, (id) => (id === "a" ? short(400) : undefined));
    call.run(1, () => undefined);
    expect([call.heights(), call.rates()]).toEqual(settled);
  });
});

describe("a picture that the line does not carry", () => {
  it("is off, is said to be, and is tried again after 6 s, then less often", () => {
    const call = new Call([face("a", 360)]).run(1, () => short(70));
    expect([call.heights(), call.grants.get("a")?.paused]).toEqual([[0], "line"]);
    let tries = 0;
    for (let second = 0; second < 120; second++) {
      call.run(1, () => (call.heights()[0] ? short(70) : { ...calm, available: 60 }));
      if (call.heights()[0]) tries++;
    }
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(tries).toBeLessThanOrEqual(6);
  });

  it("is off with all others where the line is full of voices, and they are tried one by one", () => {
    const call = new Call([face("a", 360), face("b", 360), face("c", 360)]).run(2);
    const full: SendReport = { ...calm, available: 134, lost: 0.3, rttMs: 500, rate: 100 };
    expect(call.run(2, () => full).heights()).toEqual([0, 0, 0]);
    expect(call.uplink.hasRoomForVoices(3)).toBe(false);
    const on = () => call.heights().filter((height) => height > 0).length;
    for (let second = 0, before = 0; second < 40; second++, before = on()) {
      call.run(1);
      expect(on()).toBeLessThanOrEqual(before + 1);
    }
    // A try in vain counts for all: the line is known to be full.
    expect(on()).toBe(3);
    call.run(60, () => (on() > 0 ? full : calm));
    let tries = 0;
    for (let second = 0; second < 200; second++) {
      const before = on();
      call.run(1, () => (before > 0 ? full : calm));
      if (before === 0 && on() > 0) tries++;
    }
    expect(tries).toBeGreaterThanOrEqual(1);
    expect(tries).toBeLessThanOrEqual(3);
  });

  it("comes when the person asks, and stays if the line carries it", () => {
    const call = new Call([face("a", 360)]).run(1, () => short(70));
    call.uplink.tryAgain(call.now);
    expect(call.run(4).heights()).toEqual([90]);
    expect(call.grants.get("a")).toMatchObject({ paused: undefined, reduced: "line" });
    expect(call.run(15).heights()).toEqual([360]);
  });
});

describe("a busy device", () => {
  const busy: SendReport = { ...calm, limitedBy: "cpu" };
  it("makes smaller pictures after three reports, and larger ones after a while", () => {
    const call = new Call([face("a", 720)]).run(2, () => busy);
    expect(call.heights()).toEqual([720]);
    call.run(1, () => busy);
    expect(call.heights()).toEqual([540]);
    expect([call.uplink.isBusy, call.grants.get("a")?.reduced]).toEqual([true, "cpu"]);
    expect(call.run(80).heights()).toEqual([720]);
    expect(call.uplink.isBusy).toBe(false);
  });

  it("is seen in a browser that does not say so by what it does not encode", () => {
    const slow: SendReport = { lost: 0, rttMs: 20, frames: 12, busy: 0.8 };
    expect(new Call([face("a", 720)]).run(3, () => slow).heights()).toEqual([540]);
  });

  it("gives up faces when nothing else helps, and says why", () => {
    const call = new Call([face("a", 720), face("b", 720), face("c", 720)]).run(90, () => busy);
    expect(call.heights().filter((height) => height === 0)).toHaveLength(1);
    expect([...call.grants.values()].map(({ paused }) => paused)).toContain("cpu");
  });

  it("has less to give from the start if it is a phone", () => {
    expect(new Call([face("a", 720), face("b", 720)], true).heights()).toEqual([360, 360]);
  });
});

describe("a way that the browser says nothing of", () => {
  const quiet: SendReport = { lost: 0, rttMs: 20 };
  it("is taken to carry 1.5 Mbit/s for all but one", () => {
    expect(new Call([face("a", 720)]).run(5, () => quiet).heights()).toEqual([720]);
    const three = new Call([face("a", 720), face("b", 720), face("c", 720)]).run(5, () => quiet);
    expect(three.heights()).toEqual([540, 360, 360]);
  });

  it("is slowly given less while packets are lost or late, and never nothing", () => {
    const call = new Call([face("a", 540)]).run(2, () => ({ ...quiet, lost: 0.2 }));
    expect(call.rates()).toEqual([800]);
    call.run(200, () => ({ ...quiet, lost: 0.2 }));
    expect(call.rates()).toEqual([50]);
    const late = new Call([face("a", 540)]).run(5, () => quiet);
    expect(late.run(1, () => ({ lost: 0, rttMs: 400 })).rates()).toEqual([800]);
    expect(late.run(40, () => quiet).rates()).toEqual([1000]);
  });
});
