// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

beforeEach(() => {
  language.value = "en";
});

const anna = (pointing = false) =>
  somePeer("Anna", { share: { mode: "text", pointing }, screen: new MediaStream() });
const shared = { mode: "text", surface: "window", sound: false, pointing: false } as const;

describe("a screen that is shared", () => {
  it("is shown beside the people, and goes with what its owner says", async () => {
    const { model } = await showStage({ peers: [anna(), somePeer("Ben")] });
    expect(findAll("share-tile").length).toBe(1);
    expect(findAll("tile").length).toBe(2);
    expect(byHandle("share-tile").querySelector("video")?.srcObject).toBe(
      model.peers.value[0]?.screen,
    );
    await change(() => {
      model.peers.value = [somePeer("Anna"), somePeer("Ben")];
    });
    expect(findAll("share-tile")).toEqual([]);
  });

  it("is no longer shown when its pair has failed", async () => {
    await showStage({ peers: [{ ...anna(), state: "failed" }] });
    expect(findAll("share-tile")).toEqual([]);
  });

  it("may be pointed at only where its owner allows it", async () => {
    const pointing = [{ by: "sid-Ben", on: "sid-Anna", x: 5000, y: 5000 }];
    const { model } = await showStage({ peers: [anna(), somePeer("Ben")], pointing });
    expect([findAll("share-dot").length, findAll("share-point").length]).toEqual([0, 0]);
    await change(() => {
      model.peers.value = [anna(true), somePeer("Ben")];
    });
    expect([findAll("share-dot").length, findAll("share-point").length]).toEqual([1, 1]);
  });

  it("shows nobody's pointer who is not in the call, nor on another screen", async () => {
    const pointing = [
      { by: "sid-Carla", on: "sid-Anna", x: 1, y: 1 },
      { by: "sid-Ben", on: "sid-Ben", x: 1, y: 1 },
    ];
    await showStage({ peers: [anna(true), somePeer("Ben")], pointing });
    expect(findAll("share-dot")).toEqual([]);
  });
});

describe("one's own screen", () => {
  it("is shared from a choice, which says who shares already", async () => {
    const { calls } = await showStage({ peers: [anna()] });
    await press("share");
    expect(byHandle("share-also").textContent).toContain("Anna");
    await press("share-video");
    expect(calls).toContain("share video");
    expect(byHandle("share-bar").textContent).toContain("You are sharing a browser tab.");
  });

  it("is ended by the button in the bar, and by the one below", async () => {
    const { calls, media } = await showStage({ peers: [anna()] }, { shared });
    await press("share-stop");
    await change(() => {
      media.screen.shared.value = shared;
    });
    await press("share");
    expect(calls.filter((call) => call === "stop sharing").length).toBe(2);
  });

  it("is not drawn by itself where it could show itself", async () => {
    await showStage({ peers: [anna()] }, { shared });
    expect(findAll("share-look").length).toBe(1);
  });

  it("cannot be shared on a phone, and that is said", async () => {
    const { calls } = await showStage({ peers: [anna()] }, { noScreen: true });
    await press("share");
    expect(document.querySelector("[data-code=share-unavailable]")?.textContent).toContain(
      "cannot share its screen",
    );
    expect(calls).toEqual([]);
  });

  it("says why it could not be shared, until that is put away", async () => {
    const { calls } = await showStage({}, { screenProblem: "share-system" });
    expect(document.querySelector("[data-code=share-system]")).not.toBeNull();
    await press("dismiss");
    expect(calls).toContain("dismiss share problem");
  });

  it("is not offered in an audio call", async () => {
    await showStage({ kind: "audio", peers: [somePeer("Ben")] });
    expect(findAll("share")).toEqual([]);
  });
});
