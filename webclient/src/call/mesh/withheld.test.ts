import { describe, expect, it } from "vitest";
import { everyLine, Withheld } from "./withheld.ts";

const [audio, video] = ["voice", "face"] as unknown as MediaStreamTrack[];
const tracks = { audio: audio ?? null, video: video ?? null };

it("each reason stands for itself, and for one person", () => {
  const withheld = new Withheld(() => {});
  expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
  withheld.withhold("anna", "recording", ["audio", "video"]);
  withheld.withhold("anna", "group", ["video"]);
  expect(withheld.tracksFor("anna", tracks)).toEqual({ audio: null, video: null });
  expect(withheld.tracksFor("ben", tracks)).toBe(tracks);
  withheld.withhold("anna", "recording", []);
  expect(withheld.tracksFor("anna", tracks)).toEqual({ audio, video: null });
  withheld.withhold("anna", "group", []);
  expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
});

it("who has said that nothing comes is not listened for, until it is said anew", () => {
  const withheld = new Withheld(() => {});
  withheld.expectSilence(["anna"]);
  expect(["anna", "ben"].map((sid) => withheld.isExpectedSilent(sid))).toEqual([true, false]);
  withheld.expectSilence([]);
  expect(withheld.isExpectedSilent("anna")).toBe(false);
});

it("a reason takes the place of what it was before", () => {
  const withheld = new Withheld(() => {});
  withheld.withhold("anna", "recording", ["audio", "video"]);
  withheld.withhold("anna", "recording", ["video"]);
  expect(withheld.tracksFor("anna", tracks)).toEqual({ audio, video: null });
  withheld.forget("anna");
  expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
});

it("the host's word about who records holds until they have spoken, and one by one", () => {
  const changed: (string | undefined)[] = [];
  const withheld = new Withheld((sid) => changed.push(sid));
  const nothing = Object.fromEntries(everyLine.map((line) => [line, null]));
  withheld.noteRecorder("anna");
  withheld.noteRecorder("anna");
  expect(changed).toEqual(["anna"]);
  expect(withheld.tracksFor("anna", tracks)).toEqual(nothing);
  withheld.noteRecorder("ben");
  expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
  expect(withheld.tracksFor("ben", tracks)).toEqual(nothing);
  withheld.heardRecorder("ben");
  expect(withheld.tracksFor("ben", tracks)).toBe(tracks);
  withheld.noteRecorder("ben"); // said again, with each channel that opens
  expect(withheld.tracksFor("ben", tracks)).toBe(tracks);
  withheld.noteRecorder("anna");
  withheld.noteRecorder(undefined);
  expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
});

describe("who is in another group", () => {
  it("gets nothing and is not listened for, also who is met later, whatever else is agreed", () => {
    const changed: (string | undefined)[] = [];
    const withheld = new Withheld((sid) => changed.push(sid));
    withheld.withhold("ben", "recording", ["video"]);
    withheld.keepApart((sid) => sid !== "anna");
    expect(changed).toEqual(["ben", undefined]);
    const nothing = Object.fromEntries(everyLine.map((line) => [line, null]));
    for (const sid of ["ben", "newcomer"]) {
      expect(withheld.tracksFor(sid, tracks)).toEqual(nothing);
      expect([withheld.isApart(sid), withheld.isExpectedSilent(sid)]).toEqual([true, true]);
    }
    expect(withheld.tracksFor("anna", tracks)).toBe(tracks);
    withheld.keepApart(() => false);
    expect(withheld.tracksFor("ben", tracks)).toEqual({ audio, video: null });
  });

  it("is not told what is said among those who hear each other, but all else", () => {
    const withheld = new Withheld(() => {});
    withheld.keepApart(() => true);
    const kinds = ["chat", "reaction", "caption", "pointer", "state", "roster", "bye"] as const;
    expect(kinds.filter((kind) => withheld.isFor("ben", { kind }))).toEqual([
      ...["state", "roster", "bye"],
    ]);
  });
});

it("says which lines somebody may have", () => {
  const withheld = new Withheld(() => {});
  withheld.withhold("anna", "recording", ["video"]);
  expect(everyLine.filter((line) => !withheld.allows("anna", line))).toEqual(["video"]);
  withheld.keepApart(() => true);
  expect(everyLine.filter((line) => withheld.allows("anna", line))).toEqual([]);
});
