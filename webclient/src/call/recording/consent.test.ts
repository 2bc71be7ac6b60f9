import { beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../crypto/consent.ts";
import { everyLine } from "../mesh/withheld.ts";
import { Consent, pictureLines, type Roster } from "./consent.ts";
import type { OnMessage } from "./messages.ts";

const ask = { id: "first", what: ["sound", "picture"] } as const;
let now: number;
let consent: Consent;
let roster: Roster;

const listed = (epoch: number, ...sids: string[]): Roster => ({
  epoch,
  members: sids.map((sid) => ({ sid })),
});
const signed = (answer: Answer, epoch = roster.epoch) => ({
  ...{ epoch, answer, signature: "" },
  at: ++now,
});
const say = (sid: string, answer: Answer, id: string = ask.id) =>
  consent.takeAnswer(sid, id, signed(answer), roster);
const on = (answers: Record<string, Answer>, epoch = roster.epoch): OnMessage => ({
  ...{ id: ask.id, epoch, since: 99 },
  answers: Object.entries(answers).map(([sid, answer]) => ({ sid, ...signed(answer, epoch) })),
});
const allYes = { anna: "yes", ben: "yes", we: "yes" } as const;

beforeEach(() => {
  now = 0;
  roster = listed(1, "anna", "ben", "we");
  consent = new Consent("we");
});

describe("for who records", () => {
  beforeEach(() => {
    consent.takeAsk("we", ask);
    say("we", "yes");
    say("anna", "yes");
  });

  it("all of the newest list have to agree", () => {
    expect(consent.isAgreed(roster)).toBe(false);
    say("ben", "yes-without-picture");
    expect(consent.isAgreed(roster)).toBe(true);
    expect(consent.isAgreed(listed(2, "anna", "ben", "we", "new"))).toBe(false);
    expect(consent.isAgreed(undefined)).toBe(false);
  });

  it("a no is a no, and so is one that was taken back", () => {
    say("ben", "no");
    expect(consent.isAgreed(roster)).toBe(false);
    say("ben", "yes");
    expect(consent.isAgreed(roster)).toBe(true);
    say("anna", "no");
    expect(consent.isAgreed(roster)).toBe(false);
  });

  it("who has left need not agree any more", () => {
    expect(consent.isAgreed(listed(2, "anna", "we"))).toBe(true);
  });

  it("an answer by a newer list than ours waits for that list", () => {
    consent.takeAnswer("ben", ask.id, signed("yes", 2), roster);
    expect(consent.isAgreed(roster)).toBe(false);
    expect(consent.isAgreed(listed(2, "anna", "ben", "we"))).toBe(true);
  });

  it("nothing of ours is withheld from ourselves", () => {
    say("we", "no");
    expect(consent.withheld().size).toBe(0);
  });
});

describe("an answer", () => {
  it("to another recording is none", () => {
    consent.takeAsk("anna", ask);
    expect(say("ben", "yes", "other")).toBe(false);
    expect(consent.answerOf("ben")).toBeUndefined();
  });

  it("that was said before changes nothing", () => {
    consent.takeAsk("anna", ask);
    const yes = signed("yes");
    const no = signed("no");
    expect(consent.takeAnswer("ben", ask.id, yes, roster)).toBe(true);
    expect(consent.takeAnswer("ben", ask.id, no, roster)).toBe(true);
    expect(consent.takeAnswer("ben", ask.id, yes, roster)).toBe(false);
    expect(consent.answerOf("ben")).toBe("no");
  });
});

describe("a second request", () => {
  it("of somebody else is turned away while one is open", () => {
    consent.takeAsk("anna", ask);
    expect(consent.takeAsk("anna", ask)).toBe("again");
    expect(consent.takeAsk("ben", { ...ask, id: "second" })).toBe("busy");
    expect(consent.request?.recorder).toBe("anna");
  });

  it("of the same takes the place of one that has not begun, and of no other", () => {
    consent.takeAsk("anna", ask);
    say("we", "yes");
    expect(consent.takeAsk("anna", { ...ask, id: "second" })).toBe("asked");
    expect(consent.answerOf("we")).toBeUndefined();
    consent.takeAsk("anna", { ...ask, id: "third", on: true });
    expect(consent.takeAsk("anna", { ...ask, id: "fourth" })).toBe("busy");
  });

  it("that begins without having been let in gets nothing of ours until it ends", () => {
    consent.takeAsk("anna", ask);
    consent.takeAsk("ben", { ...ask, id: "second" });
    consent.takeBegin("ben", { ...on(allYes), id: "second" }, true, roster);
    expect(consent.withheld()).toEqual(new Map([["ben", everyLine]]));
    expect(consent.rogues).toEqual(["ben"]);
    consent.takeEnd("ben", "second");
    expect(consent.withheld().size).toBe(0);
  });
});

describe("once it is on", () => {
  beforeEach(() => {
    consent.takeAsk("anna", ask);
  });

  it("who has agreed sends all, and nothing who takes it back", () => {
    say("we", "yes");
    expect(consent.withheld().size).toBe(0);
    consent.takeBegin("anna", on(allYes), true, roster);
    expect(consent.request).toMatchObject({ stage: "on", since: 99 });
    expect(consent.withheld().size).toBe(0);
    say("we", "no");
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
    say("we", "yes-without-picture");
    expect(consent.withheld()).toEqual(new Map([["anna", pictureLines]]));
  });

  it("who wants no picture of themselves sends none before it begins", () => {
    say("we", "yes-without-picture");
    expect(consent.withheld()).toEqual(new Map([["anna", pictureLines]]));
  });

  it("who has said no or nothing sends nothing, whatever the recorder says of them", () => {
    consent.takeBegin("anna", on(allYes), true, roster);
    say("we", "no");
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
  });

  it("who has said nothing sends nothing", () => {
    consent.takeBegin("anna", on({ anna: "yes", ben: "yes" }), true, roster);
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
  });

  it("without everybody of the list nobody sends anything", () => {
    say("we", "yes");
    for (const answers of [
      { anna: "yes", we: "yes" },
      { ...allYes, ben: "no" },
    ] as const) {
      consent = new Consent("we");
      consent.takeAsk("anna", ask);
      say("we", "yes");
      consent.takeBegin("anna", on(answers), true, roster);
      expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
      expect(consent.rogues).toEqual(["anna"]);
      consent.takeEnd("anna", ask.id);
      expect(consent.rogues).toEqual([]);
    }
  });

  it("with signatures that are none nobody sends anything", () => {
    say("we", "yes");
    consent.takeBegin("anna", on(allYes), false, roster);
    expect(consent.request?.stage).toBe("broken");
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
  });

  it("without having been asked nobody sends anything", () => {
    consent = new Consent("we");
    consent.takeBegin("anna", on(allYes), true, roster);
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
  });

  it("by a newer list than ours nothing is sent until that list is here", () => {
    say("we", "yes");
    consent.takeBegin("anna", on({ ...allYes, carl: "yes" }, 2), true, roster);
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
    consent.noteRoster(listed(2, "anna", "ben", "we", "carl", "dora"));
    expect(consent.request?.stage).toBe("broken"); // dora was forgotten
  });

  it("by an older list than ours, who has come since is asked as a newcomer", () => {
    say("we", "yes");
    const newer = listed(2, "anna", "ben", "we", "carl");
    consent.takeBegin("anna", on(allYes), true, newer);
    expect(consent.request?.stage).toBe("on");
    expect(consent.withheld().size).toBe(0);
  });

  it("an older list than an answer in it hides somebody", () => {
    say("we", "yes");
    const { answers, ...rest } = on(allYes);
    const later = answers.map((one) => ({ ...one, epoch: 2 }));
    consent.takeBegin(
      "anna",
      { ...rest, answers: later },
      true,
      listed(2, "anna", "ben", "we", "carl"),
    );
    expect(consent.request?.stage).toBe("broken");
  });

  it("somebody who leaves changes nothing, and with the recorder it is over", () => {
    say("we", "yes");
    consent.takeBegin("anna", on(allYes), true, roster);
    expect(consent.noteRoster(listed(2, "anna", "we"))).toBeUndefined();
    expect(consent.request?.stage).toBe("on");
    expect(consent.noteRoster(listed(3, "ben", "we"))?.id).toBe(ask.id);
    expect(consent.request).toBeUndefined();
    expect(consent.withheld().size).toBe(0);
  });

  it("it is over by the recorder's word about it alone", () => {
    say("we", "no");
    consent.takeBegin("anna", on({ anna: "yes", ben: "yes" }), true, roster);
    expect(consent.takeEnd("ben", ask.id)).toBeUndefined();
    expect(consent.takeEnd("anna", "other")).toBeUndefined();
    expect(consent.withheld().size).toBe(1);
    expect(consent.takeEnd("anna", ask.id)?.recorder).toBe("anna");
    expect(consent.withheld().size).toBe(0);
  });
});

describe("a newcomer", () => {
  it("sends nothing before having agreed, from the first word on", () => {
    consent.takeAsk("anna", { ...ask, on: true });
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
    consent.takeBegin("anna", on({ anna: "yes", ben: "yes" }), true, roster);
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
    say("we", "yes");
    expect(consent.withheld().size).toBe(0);
    expect(consent.request?.stage).toBe("on");
  });

  it("may agree without a picture, or not at all", () => {
    consent.takeAsk("anna", { ...ask, on: true });
    say("we", "yes-without-picture");
    expect(consent.withheld()).toEqual(new Map([["anna", pictureLines]]));
    say("we", "no");
    expect(consent.withheld()).toEqual(new Map([["anna", everyLine]]));
  });
});
