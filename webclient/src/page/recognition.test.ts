// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { canRecognise, recognise } from "./recognition.ts";

let answers: string;
let asked: unknown[];
let made: FakeRecognition[];

class FakeRecognition extends EventTarget {
  static available = async (options: unknown) => {
    asked.push(options);
    return answers;
  };
  lang = "";
  begun = 0;
  aborted = false;
  #local = false;

  constructor() {
    super();
    made.push(this);
  }
  get processLocally(): boolean {
    return this.#local;
  }
  set processLocally(on: boolean) {
    this.#local = on;
  }
  start(): void {
    this.begun += 1;
  }
  abort(): void {
    this.aborted = true;
  }
  hear(transcript: string, isFinal: boolean): void {
    const results = [{ isFinal, 0: { transcript } }];
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results }));
  }
}

const track = { readyState: "live" } as MediaStreamTrack;

beforeEach(() => {
  [answers, asked, made] = ["available", [], []];
  vi.useFakeTimers();
  vi.stubGlobal("SpeechRecognition", FakeRecognition);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("is there where the language is on the device already, and nothing is loaded for it", async () => {
  expect(await canRecognise("de-DE")).toBe(true);
  expect(asked).toEqual([{ langs: ["de-DE"], processLocally: true }]);
  for (answers of ["downloadable", "downloading", "unavailable"])
    expect(await canRecognise("de-DE")).toBe(false);
});

test("is not there in a browser that cannot promise to stay on the device", async () => {
  class Service extends EventTarget {
    static available = async () => "available";
  }
  vi.stubGlobal("SpeechRecognition", Service);
  expect(await canRecognise("de-DE")).toBe(false);
  recognise(track, "de-DE", () => {})();
  vi.stubGlobal("SpeechRecognition", undefined);
  expect(await canRecognise("de-DE")).toBe(false);
  expect(made).toEqual([]);
});

test("works on the device alone, says what it hears, and goes on until it is stopped", () => {
  const heard: unknown[] = [];
  const stop = recognise(track, "de-DE", (...what) => heard.push(what));
  const [recognition] = made;
  expect(recognition?.processLocally).toBe(true);
  recognition?.hear(" Guten ", false);
  recognition?.hear("Guten Tag", true);
  recognition?.hear("  ", true);
  expect(heard).toEqual([
    ["Guten", true],
    ["Guten Tag", false],
  ]);
  recognition?.dispatchEvent(new Event("end"));
  vi.advanceTimersByTime(500);
  expect(recognition?.begun).toBe(2);
  stop();
  recognition?.dispatchEvent(new Event("end"));
  vi.advanceTimersByTime(500);
  expect([recognition?.begun, recognition?.aborted]).toEqual([2, true]);
});
