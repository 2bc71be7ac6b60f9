// @vitest-environment happy-dom
// What is stopped is stopped, whatever the browser does meanwhile. Real screens are share.e2e's.
import { beforeEach, expect, test } from "vitest";
import { Screen } from "./screen.ts";
import { Track } from "./testing/browser.ts";

let given: Track[] = [];
let answer: () => Promise<Track[]>;
let screen: Screen;

beforeEach(() => {
  given = [];
  answer = async () => [new Track("video", "a tab"), new Track("audio", "a tab")];
  screen = new Screen();
  Object.defineProperty(navigator, "mediaDevices", {
    configurable: true,
    value: {
      async getDisplayMedia() {
        const tracks = await answer();
        given.push(...tracks);
        const of = (kind: string) => () => tracks.filter((track) => track.kind === kind);
        return {
          getTracks: () => tracks,
          getVideoTracks: of("video"),
          getAudioTracks: of("audio"),
          removeTrack: (track: Track) => tracks.splice(tracks.indexOf(track), 1),
        };
      },
    },
  });
});

const states = () => given.map(({ readyState }) => readyState);
const refuse = (name: string, message = "") => {
  answer = () => Promise.reject(Object.assign(new Error(message), { name }));
};

test("a share is announced with its sound, and ends with all its tracks", async () => {
  await screen.share("text");
  expect(screen.shared.value).toMatchObject({ mode: "text", sound: true, pointing: false });
  screen.letPoint(true);
  screen.changeMode("video");
  expect(screen.shared.value).toMatchObject({ mode: "video", pointing: true });
  screen.stop();
  expect([screen.shared.value, screen.picture, states()]).toEqual([
    undefined,
    null,
    ["ended", "ended"],
  ]);
});

test("the browser's own bar ends it, and sound that ends is only sound", async () => {
  await screen.share("text");
  given[1]?.dispatchEvent(new Event("ended"));
  expect(screen.shared.value?.sound).toBe(false);
  given[0]?.dispatchEvent(new Event("ended"));
  expect(screen.shared.value).toBeUndefined();
});

test("another choice takes the place of the first, whose end then means nothing", async () => {
  await screen.share("text");
  await screen.share("video");
  expect(states()).toEqual(["ended", "ended", "live", "live"]);
  given[0]?.dispatchEvent(new Event("ended"));
  expect(screen.shared.value?.mode).toBe("video");
});

test("what comes after the call is over is ended, and nothing is asked any more", async () => {
  let come = (_: Track[]) => {};
  answer = () => new Promise((resolve) => (come = resolve));
  const sharing = screen.share("text");
  screen.close();
  come([new Track("video", "a tab")]);
  await sharing;
  expect([states(), screen.shared.value]).toEqual([["ended"], undefined]);
  await screen.share("text");
  expect(given.length).toBe(1);
});

test.each([
  ["NotAllowedError", "Permission denied by system", "share-system"],
  ["NotAllowedError", "Permission denied", "share-denied"], // at once: nobody was asked
  ["NotReadableError", "", "share-system"],
  ["NotFoundError", "", "share-system"],
  ["SecurityError", "", "share-denied"],
  ["InvalidStateError", "", "share-failed"],
])("%s %s is told as %s", async (name, message, code) => {
  refuse(name, message);
  await screen.share("text");
  expect([screen.problem.value, screen.shared.value]).toEqual([code, undefined]);
});

test("a question that was closed is no refusal by the browser", async () => {
  answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    throw Object.assign(new Error("Permission denied"), { name: "NotAllowedError" });
  };
  await screen.share("text");
  expect(screen.problem.value).toBe("share-dismissed");
  screen.dismissProblem();
  expect(screen.problem.value).toBeUndefined();
});

test("a phone has no such thing", async () => {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: {} });
  expect(screen.possible).toBe(false);
  await screen.share("text");
  expect(screen.problem.value).toBe("share-unavailable");
});

test("a film takes the place of a screen, and ends with its last picture", async () => {
  await screen.share("text");
  const picture = new Track("video", "a film");
  const tracks = [picture, new Track("audio", "a film")];
  const of = (kind: string) => () => tracks.filter((track) => track.kind === kind);
  screen.shareFilm({
    getTracks: () => tracks,
    getVideoTracks: of("video"),
    getAudioTracks: of("audio"),
  } as unknown as MediaStream);
  expect(states()).toEqual(["ended", "ended"]);
  expect(screen.shared.value).toMatchObject({ mode: "video", surface: "film", sound: true });
  picture.stop();
  picture.dispatchEvent(new Event("ended"));
  expect(screen.shared.value).toBeUndefined();
  expect(tracks.map(({ readyState }) => readyState)).toEqual(["ended", "ended"]);
});
