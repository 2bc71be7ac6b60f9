import { expect, it } from "vitest";
import { KeyFramePace, sendKeyFrame } from "./keyframe.ts";

/** A sender that writes down what is set. */
function fakeSender(knowsOptions: boolean): { sender: RTCRtpSender; said: unknown[] } {
  const said: unknown[] = [];
  let encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  const sender = {
    getParameters: () => ({ encodings: encodings.map((one) => ({ ...one })) }),
    setParameters: async (
      parameters: { encodings: RTCRtpEncodingParameters[] },
      options?: { encodingOptions: unknown },
    ) => {
      encodings = parameters.encodings;
      said.push(knowsOptions && options ? options.encodingOptions : encodings[0]?.active);
    },
  };
  return { sender: sender as unknown as RTCRtpSender, said };
}

it("asks for a whole picture where the browser has a word for it", async () => {
  const { sender, said } = fakeSender(true);
  await sendKeyFrame(sender);
  expect(said).toEqual([[{ keyFrame: true }]]);
});

it("switches the picture off and on where it has none", async () => {
  const { sender, said } = fakeSender(false);
  await sendKeyFrame(sender);
  expect(said.slice(1)).toEqual([false, true]);
});

it("makes one at most each five seconds, and none in the first two", () => {
  const pace = new KeyFramePace();
  expect(pace.take(0)).toBe(false);
  pace.noteConnected(1000);
  pace.noteConnected(2500);
  expect([2900, 3000, 7900, 8000].map((now) => pace.take(now))).toEqual([false, true, false, true]);
});
