// @vitest-environment happy-dom
// From the link to the knock: two presses, a name that is offered, and devices that are asked for
// with the knock.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { language, longDate } from "../i18n/index.ts";
import { byHandle, change, isShown, openPage, press, write } from "../testing/screen.ts";
import { someServices } from "../testing/services.ts";
import type { Calls, someModel } from "../testing/values.ts";

let calls: Calls;

beforeEach(() => {
  language.value = "en";
  calls = [];
});

async function opened(values: Parameters<typeof someModel>[0] = {}) {
  const { kind = "video", role = "guest" } = values;
  const made = someServices(calls, { at: role, kind }, {}, values);
  await openPage(made.services);
  await press(role === "guest" ? "continue" : "enter");
  return made;
}

describe("two presses", () => {
  test("lead from the link to the knock, and the browser is asked with it", async () => {
    await opened();
    expect(calls).toEqual(["enter"]);
    await press("join");
    expect(calls).toEqual(["enter", "join Guest", "open microphone camera"]);
    byHandle("waiting");
  });

  test("lead the host into the call", async () => {
    await opened({ role: "host" });
    await press("join");
    expect(calls).toEqual(["enter", "join Host", "open microphone camera"]);
  });

  test("show the host what her call is about", async () => {
    await opened({ role: "host", topic: "The new logo", phase: "connecting" });
    expect(document.querySelector(".page-intro")?.textContent).toContain("The new logo");
  });

  test("of a guest in an audio call ask for no camera, and in a chat for nothing", async () => {
    await opened({ kind: "audio" });
    await press("join");
    expect(calls.splice(0)).toEqual(["enter", "join Guest", "open microphone"]);
    language.value = "de";
    await opened({ kind: "chat" });
    await press("join");
    expect(calls).toEqual(["enter", "join Gast"]);
  });

  test("knock before the browser is asked, and wait for no answer", async () => {
    const { media } = await opened();
    media.switchOn = () => {
      calls.push("asked");
      return new Promise(() => {});
    };
    await press("join");
    expect(calls).toEqual(["enter", "join Guest", "asked"]);
    byHandle("waiting");
  });
});

test("a name is offered, and the person's own holds", async () => {
  await opened();
  expect((byHandle("name") as HTMLInputElement).placeholder).toBe("Guest");
  await write("name", "  Anna Berg ");
  await press("join");
  expect(calls).toContain("join Anna Berg");
});

describe("a switch on the picture", () => {
  const isOn = (device: "mic" | "camera") => byHandle(device).getAttribute("aria-pressed");

  test("is on from the start; what is switched off is not asked for", async () => {
    await opened();
    expect([isOn("mic"), isOn("camera")]).toEqual(["true", "true"]);
    await press("camera");
    expect([isOn("mic"), isOn("camera")]).toEqual(["true", "false"]);
    expect(calls).toEqual(["enter"]);
    await press("join");
    expect(calls).toEqual(["enter", "join Guest", "open microphone"]);
  });

  test("asks nothing when both are off, and says before what will be on", async () => {
    await opened();
    const words = () => byHandle("preview-words").textContent;
    expect(words()).toContain("come on when you press “Knock”");
    await press("mic");
    expect(words()).toContain("The camera comes on");
    await press("camera");
    expect(words()).toBe("Camera and microphone are off.");
    await press("join");
    expect(calls).toEqual(["enter", "join Guest"]);
  });

  test("switches at once after they were tried, and the knock asks no more", async () => {
    await opened();
    await press("use-devices");
    await press("camera");
    await press("join");
    expect(calls).toEqual(["enter", "open microphone camera", "camera off", "join Guest"]);
  });

  test("stays off after a no, and the knock does not ask again", async () => {
    const { media } = await opened();
    media.switchOn = async () => {
      calls.push("asked");
      media.problem.value = { code: "device-denied" };
    };
    await press("use-devices");
    expect(byHandle("problem").dataset.code).toBe("device-denied");
    expect([isOn("mic"), isOn("camera")]).toEqual(["false", "false"]);
    await press("join");
    expect(calls).toEqual(["enter", "asked", "join Guest"]);
  });

  test("is off for who joins without, who can take that back", async () => {
    await opened();
    await press("without-devices");
    expect([isOn("mic"), isOn("camera")]).toEqual(["false", "false"]);
    await press("mic");
    await press("join");
    expect(calls).toEqual(["enter", "let go", "join Guest", "open microphone"]);
  });
});

test("the answer to the question comes into the lobby, with what went wrong and another try", async () => {
  const { media } = await opened();
  await press("join");
  await change(() => {
    media.problem.value = { code: "device-busy", device: "camera" };
  });
  expect(byHandle("problem").dataset.code).toBe("device-busy");
  await press("retry-devices");
  expect(calls.at(-1)).toBe("camera on");
});

test("a guest reads for when the call is before the browser is asked, a host need not", async () => {
  const appointment = new Date(2126, 2, 5, 14);
  await opened({ appointment });
  expect(byHandle("planned").textContent?.trim()).toBe(
    `The call is planned for ${longDate(appointment)}.`,
  );
  await opened({ appointment, role: "host" });
  expect(isShown("planned")).toBe(false);
});

test.each(["video", "audio", "chat"] as const)(
  "the connection can be checked before a call (%s), and nothing is asked before that",
  async (kind) => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(url);
      throw new TypeError("network");
    });
    await opened({ kind });
    expect(asked).toEqual([]);
    await press("check-connection");
    await vi.waitFor(() => expect(byHandle("check-verdict").dataset.verdict).toBe("no-server"));
    expect(asked).toEqual(["/about.json"]);
    vi.unstubAllGlobals();
  },
);
