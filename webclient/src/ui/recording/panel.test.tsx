// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import { someRecording } from "../testing/recording.ts";
import { byHandle, isShown, press } from "../testing/screen.ts";
import { someModel, somePeer } from "../testing/values.ts";
import { RecordingPanel } from "./panel.tsx";
import "./view.tsx";

const anna = somePeer("Anna Berg");
const phone = somePeer("Phone …123", { program: "phone", camera: false });

beforeEach(() => {
  language.value = "en";
});
afterEach(() => render(null, document.body));

test("nobody is asked while a telephone is there, and why is said before", async () => {
  const model = someModel({ peers: [anna, phone] });
  const recording = someRecording({});
  const asked = vi.spyOn(recording, "askEverybody");
  await act(() => render(<RecordingPanel model={model} recording={recording} />, document.body));
  expect(byHandle("record-by-phone").textContent).toMatch(/^Phone …123 is here by phone\./);
  await press("record-ask");
  expect(asked).not.toHaveBeenCalled();
  await act(() => {
    model.peers.value = [anna];
  });
  expect(isShown("record-by-phone")).toBe(false);
  await press("record-ask");
  expect(asked).toHaveBeenCalledOnce();
});

test("the last step says how far it is", async () => {
  const recording = someRecording({ taking: { stage: "saving", percent: 40 } });
  await act(() =>
    render(<RecordingPanel model={someModel({})} recording={recording} />, document.body),
  );
  expect(byHandle("recording-percent").textContent).toBe("40 % done");
});
