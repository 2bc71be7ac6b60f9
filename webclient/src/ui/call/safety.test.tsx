// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg");
const ben = somePeer("Ben Ott", { microphone: false, camera: false, route: "relay" });

beforeEach(() => {
  language.value = "en";
});

describe("the safety code", () => {
  const { safety, ...bare } = anna;

  test("is one press on a tile away, with names in the reader's language", async () => {
    await showStage({ peers: [anna] });
    expect(byHandle("safety").textContent).toBe("Direct, not compared, Safety code with Anna Berg");
    await press("safety");
    const words = () => document.querySelector("dialog")?.textContent;
    expect(words()).toContain("Read it aloud to each other.");
    expect(findAll("safety-emoji").map(({ textContent }) => textContent)).toEqual([
      "🐫",
      "🐞",
      "🔥",
      "🐢",
    ]);
    for (const name of ["Camel", "Ladybird", "Fire", "Turtle", "070\u00a0416"])
      expect(words()).toContain(name);
    await change(() => {
      language.value = "de";
    });
    for (const name of ["Kamel", "Marienkäfer", "Feuer", "Schildkröte"])
      expect(words()).toContain(name);
    await press("dialog-close");
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("is not claimed before it is there, and comes by itself", async () => {
    const { model } = await showStage({ peers: [{ ...bare, safety: undefined }] });
    await press("safety");
    expect(document.querySelector("dialog")?.textContent).toContain("is not checked");
    expect(isShown("safety-digits")).toBe(false);
    await change(() => {
      model.peers.value = [anna];
    });
    expect(byHandle("safety-digits").dataset.digits).toBe(safety?.digits);
    await change(() => {
      model.peers.value = [{ ...anna, state: "failed" }];
    });
    expect(isShown("safety")).toBe(false);
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("is marked as compared with one press, which the tile says and what the encryption rests on", async () => {
    const { model, calls } = await showStage({ peers: [anna] });
    await press("safety");
    await press("safety-compare");
    expect(calls).toContain(`compare ${anna.sid}`);
    await change(() => {
      model.peers.value = [{ ...anna, compared: true }, ben];
    });
    expect(isShown("safety-compare")).toBe(false);
    expect(byHandle("safety-compared").textContent).toContain("You have compared this code.");
    await press("dialog-close");
    expect(findAll("safety").map(({ textContent }) => textContent)).toEqual([
      "Direct, compared, Safety code with Anna Berg",
      "Via server, not compared, Safety code with Ben Ott",
    ]);
    await press("encrypted");
    expect(findAll("encrypted-with").map(({ textContent }) => textContent)).toEqual([
      "You have said that you compared it with Anna Berg",
      "Not compared with Ben Ott",
    ]);
  });

  test("that the other side holds back cannot be compared, and is told as that", async () => {
    await showStage({ peers: [{ ...bare, safety: undefined, withheld: true }] });
    await press("safety");
    expect(document.querySelector("dialog")?.textContent).toContain(
      "part of the code did not arrive",
    );
    expect(isShown("safety-compare")).toBe(false);
  });

  test("stands beside what the other one runs; only a different client of the same kind is worth a notice", async () => {
    for (const program of ["same", "native", "unknown"] as const) {
      await showStage({ peers: [{ ...anna, program }] });
      expect(isShown("problem")).toBe(false);
      await press("safety");
      expect(byHandle("safety-program").dataset.program).toBe(program);
    }
    await showStage({ peers: [anna, { ...ben, program: "different" }] });
    expect(byHandle("problem").dataset.code).toBe("build-differs");
    expect(byHandle("problem").textContent).toContain(
      "By its own account, Ben Ott’s program is a different version",
    );
    await press("dismiss-program");
    expect(isShown("problem")).toBe(false);
  });
});
