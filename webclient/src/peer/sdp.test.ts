import { describe, expect, it } from "vitest";
import {
  checkSections,
  DescriptionError,
  fingerprintOf,
  ownRole,
  withMusic,
  withRedundancy,
  withRole,
  withVoice,
} from "./sdp.ts";

const hex = (byte: string) => Array(32).fill(byte).join(":");
const sdp = (...lines: string[]) => ["v=0", "s=-", ...lines, ""].join("\r\n");

describe("the fingerprint of a description", () => {
  it("is found at session level or repeated in each media section", () => {
    expect(fingerprintOf(sdp(`a=fingerprint:sha-256 ${hex("ab")}`))).toBe(hex("AB"));
    expect(
      fingerprintOf(
        sdp(`a=fingerprint:sha-256 ${hex("AB")}`, "m=audio", `a=fingerprint:SHA-256 ${hex("ab")}`),
      ),
    ).toBe(hex("AB"));
  });
  it.each([
    ["there is none", sdp()],
    [
      "there are two",
      sdp(`a=fingerprint:sha-256 ${hex("AB")}`, `a=fingerprint:sha-256 ${hex("AC")}`),
    ],
    ["it is another hash", sdp(`a=fingerprint:sha-1 ${Array(20).fill("AB").join(":")}`)],
    [
      "a weak one stands beside a good one",
      sdp(`a=fingerprint:sha-256 ${hex("AB")}`, "a=fingerprint:md5 AB:AB"),
    ],
    [
      "a second one is written in another case",
      sdp(`a=fingerprint:sha-256 ${hex("AB")}`, `a=FINGERPRINT:sha-256 ${hex("AC")}`),
    ],
    ["it is cut short", sdp("a=fingerprint:sha-256 AB:AB")],
    [
      "bare carriage returns hide a second one",
      sdp(`a=fingerprint:sha-256 ${hex("AB")}\ra=fingerprint:sha-256 ${hex("AC")}`),
    ],
  ])("is refused when %s", (_, text) => {
    expect(() => fingerprintOf(text)).toThrow(DescriptionError);
  });
});

describe("our role in DTLS", () => {
  const described = (type: RTCSdpType, setup: string) =>
    ({ type, sdp: sdp("m=audio", `a=setup:${setup}`) }) as RTCSessionDescription;

  it.each([
    ["our answer", "answer", "active", "offer", "actpass", "active"],
    ["our answer", "answer", "passive", "offer", "active", "passive"],
    ["the peer's answer", "offer", "actpass", "answer", "active", "passive"],
    ["the peer's answer", "offer", "actpass", "answer", "passive", "active"],
  ] as const)("is the one of %s", (_, ourType, ours, theirType, theirs, role) => {
    expect(ownRole(described(ourType, ours), described(theirType, theirs))).toBe(role);
  });
  it("is open before the first answer", () => {
    expect(ownRole(null, null)).toBeUndefined();
  });
  it("is named in each section of an offer", () => {
    const offer = (setup: string) =>
      sdp("m=audio", `a=setup:${setup}`, "m=video", `a=setup:${setup}`);
    expect(withRole(offer("actpass"), "passive")).toBe(offer("passive"));
  });
});

describe("the voice that a description asks for", () => {
  const line = (parameters: string) =>
    sdp("a=rtpmap:109 opus/48000/2", `a=fmtp:109 ${parameters}`, "a=fmtp:96 stereo=1");
  it.each([
    ["Chromium", "minptime=10;useinbandfec=1", "minptime=10;useinbandfec=1"],
    [
      "Firefox",
      "maxplaybackrate=48000;stereo=1;useinbandfec=1",
      "maxplaybackrate=48000;useinbandfec=1",
    ],
    ["what has been said before", "useinbandfec=1;usedtx=1;stereo=0", "useinbandfec=1"],
  ])("has one channel and is silent in pauses, from %s", (_, written, kept) => {
    expect(withVoice(line(written))).toBe(line(`${kept};usedtx=1;stereo=0`));
    expect(withMusic(withVoice(line(written)))).toBe(line(`${kept};stereo=1`));
  });
});

describe("the sections of a description", () => {
  const sections = (...kinds: string[]) =>
    sdp(...kinds.map((kind) => `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`));
  it.each([
    ["a video call", ["audio", "video"], ["audio", "video", "video", "audio", "application"]],
    ["one without a shared screen", ["audio", "video"], ["audio", "video", "application"]],
    ["an audio call", ["audio"], ["audio", "application"]],
    ["a chat", [], ["application"]],
    ["the answer of somebody without a camera", ["audio", "video"], ["audio", "application"]],
  ] as const)("are taken if they are those of %s", (_, media, kinds) => {
    expect(() => checkSections(sections(...kinds), media)).not.toThrow();
  });
  it.each([
    ["a second picture", ["audio", "video"], ["audio", "video", "application", "video"]],
    ["a screen without its sound", ["audio", "video"], ["audio", "video", "video", "application"]],
    ["a screen alone", ["audio", "video"], ["video", "video", "audio", "application"]],
    [
      "a second screen",
      ["audio", "video"],
      ["audio", "video", "video", "audio", "video", "application"],
    ],
    ["another order", ["audio", "video"], ["video", "audio", "video", "audio", "application"]],
    ["a screen in an audio call", ["audio"], ["audio", "video", "audio", "application"]],
    ["one without a name", ["audio", "video"], [""]],
    ["a picture in an audio call", ["audio"], ["audio", "video", "application"]],
    ["a sound in a chat", [], ["application", "audio"]],
    ["a second data channel transport", [], ["application", "application"]],
    ["what nobody knows", ["audio"], ["audio", "text"]],
    ["one in another case", ["audio"], ["audio", "AUDIO"]],
  ] as const)("are refused with %s", (_, media, kinds) => {
    expect(() => checkSections(sections(...kinds), media)).toThrow(DescriptionError);
  });
});

describe("a voice that is said twice", () => {
  const description = (types: string, ...lines: string[]) =>
    sdp(
      `m=audio 9 UDP/TLS/RTP/SAVPF ${types}`,
      "a=rtpmap:111 opus/48000/2",
      ...lines,
      "m=video 9 UDP/TLS/RTP/SAVPF 96 116",
      "a=rtpmap:116 red/90000",
      `m=audio 9 UDP/TLS/RTP/SAVPF ${types}`,
    );
  const red = ["a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111"];

  it("is asked for by what stands first in the line of the microphone, and in no other", () => {
    const said = withRedundancy(description("111 63 9", ...red));
    expect(said.match(/^m=.*$/gm)).toEqual([
      "m=audio 9 UDP/TLS/RTP/SAVPF 63 111 9",
      "m=video 9 UDP/TLS/RTP/SAVPF 96 116",
      "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9",
    ]);
    expect(withRedundancy(said)).toBe(said);
  });

  it("is not asked for where a browser does not know of it", () => {
    const without = description("111 9");
    expect(withRedundancy(without)).toBe(without);
  });
});
