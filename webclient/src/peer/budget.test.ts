import { describe, expect, it } from "vitest";
import { encodingOf, SenderLimit, videoBudget, voiceBitrate } from "./budget.ts";

describe("the video budget", () => {
  it("keeps the upload and the encoding within what one laptop gives, up to six people", () => {
    for (const others of [1, 2, 3, 4, 5]) {
      expect(others * videoBudget(others).maxBitrate).toBeLessThanOrEqual(2_000_000);
      // One full picture at 30 frames a second is the measure; scaling counts in both directions.
      const { scaleResolutionDownBy, maxFramerate } = videoBudget(others);
      expect((others * maxFramerate) / 30 / scaleResolutionDownBy ** 2).toBeLessThanOrEqual(1);
    }
  });

  it("treats somebody alone like two people: the camera is shown to nobody yet", () => {
    expect(videoBudget(0)).toEqual(videoBudget(1));
  });
});

it("takes a voice a little less for more people", () => {
  expect([1, 3, 4, 5].map(voiceBitrate)).toEqual([32_000, 32_000, 24_000, 24_000]);
});

/** A browser's: refuses parameters that another call has overtaken. */
class FakeSender {
  encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  calls = 0;
  looks = 0;
  refuses = false;
  #given: object | undefined;

  getParameters() {
    this.looks++;
    const given = { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
    this.#given = given;
    return given;
  }
  async setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }) {
    if (parameters !== this.#given || this.refuses) throw new Error("InvalidModificationError");
    this.calls++;
    await Promise.resolve();
    this.encodings = parameters.encodings;
    this.#given = undefined;
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe("a sender", () => {
  const small = { maxBitrate: 170_000, maxFramerate: 15, scaleResolutionDownBy: 4 };

  it("without a track stays off whatever it is told, and is as it was told when one comes", async () => {
    const sender = new FakeSender();
    const limit = new SenderLimit(sender as unknown as RTCRtpSender);
    limit.set(encodingOf(videoBudget(1)));
    limit.setIdle(true);
    await settle();
    limit.set(encodingOf(small));
    await settle();
    expect(sender.encodings).toEqual([{ ...small, active: false }]);
    limit.setIdle(false);
    await settle();
    expect(sender.encodings).toEqual([{ ...small, active: true }]);
  });

  it("ends where it was last told to, however fast the words come", async () => {
    const sender = new FakeSender();
    const limit = new SenderLimit(sender as unknown as RTCRtpSender);
    limit.set(encodingOf("off"));
    limit.set(encodingOf(videoBudget(1)));
    limit.set(encodingOf(small));
    await settle();
    expect(sender.encodings).toEqual([{ active: true, ...small }]);
    expect(sender.calls).toBe(2);
  });

  it("is asked nothing that it does already", async () => {
    const sender = new FakeSender();
    const limit = new SenderLimit(sender as unknown as RTCRtpSender);
    for (let n = 0; n < 3; n++) {
      limit.set(encodingOf(small));
      await settle();
    }
    expect(sender.calls).toBe(1);
    // Not even what it does: that answer comes from another thread, and the page waits for it.
    expect(sender.looks).toBe(1);
  });

  it("is told again what it refused", async () => {
    const sender = new FakeSender();
    const limit = new SenderLimit(sender as unknown as RTCRtpSender);
    sender.refuses = true;
    limit.set(encodingOf(small));
    await settle();
    sender.refuses = false;
    limit.set(encodingOf(small));
    await settle();
    expect(sender.encodings).toEqual([{ active: true, ...small }]);
  });
});
