// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { language } from "../i18n/index.ts";
import { byHandle, change, findAll, isShown, press } from "../testing/screen.ts";
import { showStage } from "../testing/stage.tsx";
import { somePeer } from "../testing/values.ts";

const anna = somePeer("Anna Berg", { compared: true });
const phone = somePeer("Phone …123", { program: "phone", camera: false });

beforeEach(() => {
  language.value = "en";
});

test("who knocks by phone is shown as that before being let in, and nobody else is", async () => {
  const { model } = await showStage({
    role: "host",
    knocks: [
      { sid: "1", name: "Phone …123", phone: true },
      { sid: "2", name: "Ben Ott" },
    ],
  });
  const cards = findAll("knock-card").map(({ textContent }) => textContent ?? "");
  expect(cards.map((text) => text.includes("not encrypted end to end"))).toEqual([true, false]);
  await change(() => {
    language.value = "de";
  });
  expect(byHandle("knock-phone").textContent).toContain("nicht Ende-zu-Ende verschlüsselt");
  await change(() => {
    model.knocks.value = [];
  });
  expect(isShown("knock-phone")).toBe(false);
});

test("the label of the call falls while somebody is there by phone, and comes back", async () => {
  const { model } = await showStage({ peers: [anna] });
  const label = () => byHandle("encrypted").textContent;
  expect(label()).toBe("Encrypted between you");
  await change(() => {
    model.peers.value = [anna, { ...phone, state: "reconnecting" }];
  });
  expect([label(), byHandle("encrypted").dataset.byPhone]).toEqual([
    "By phone: not end to end",
    "true",
  ]);
  expect(byHandle("says-urgent").textContent).toContain("is not encrypted end to end");
  await press("encrypted");
  expect(document.querySelector("dialog")?.textContent).toContain("Somebody is here by phone.");
  expect(document.querySelector("dialog")?.textContent).not.toContain("cannot see it");
  expect(findAll("encrypted-with").map(({ textContent }) => textContent)).toEqual([
    "You have said that you compared it with Anna Berg",
    "Phone …123 is here by phone: encrypted only as far as a gateway, " +
      "which passes the sound on to the telephone network.",
  ]);
  await press("dialog-close");
  await change(() => {
    model.peers.value = [anna];
  });
  expect(label()).toBe("Encrypted between you");
  expect(byHandle("says-polite").textContent).toContain("encrypted between you again");
});

test("its tile says so, and offers no code to compare and no room to take over", async () => {
  await showStage({ peers: [phone] });
  const tile = byHandle("tile");
  expect(tile.textContent).toContain("By phone, not encrypted end to end");
  expect(tile.textContent).not.toContain("compared");
  await press("safety");
  expect(byHandle("safety-program").textContent).toContain("only as far as a gateway");
  expect([isShown("safety-digits"), isShown("safety-compare")]).toEqual([false, false]);
  expect(isShown("hand-over")).toBe(false);
});
