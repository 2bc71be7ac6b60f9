// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decodeAbout, latestDate, loadAbout, silentAbout, unknownAbout } from "./about.ts";

const operator = { name: "Praxis Weber", country: "DE" };
const whole = { create: "token", lifetime: 7_776_000, operator };

/** What the server answers; a function that fails is a connection that does. */
let answer: () => Response | Promise<Response>;
const asked: [string, RequestInit | undefined][] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    asked.push([url, init]);
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function loaded() {
  const about = loadAbout();
  expect(about.value).toBeUndefined();
  await vi.waitFor(() => expect(about.value).toBeDefined());
  return about.value;
}

test("it is what the server says, asked once and without a trace", async () => {
  answer = () => Response.json(whole);
  expect(await loaded()).toStrictEqual(whole);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.[0]).toBe("/about.json");
  expect(asked[0]?.[1]).toMatchObject({ cache: "no-store", credentials: "omit" });
});

test("a server that names nobody is understood", () => {
  const without = { create: "local", lifetime: 1 };
  expect(decodeAbout(without)).toStrictEqual(without);
});

test("a server may say where its relay is, and how to get in there it must not", () => {
  const relay = ["turn:call.example:443?transport=udp", "turns:call.example:443?transport=tcp"];
  expect(decodeAbout({ ...whole, relay })).toStrictEqual({ ...whole, relay });
  expect(() => decodeAbout({ ...whole, relay, credential: "x" })).toThrow();
});

test.each<[string, () => Response | Promise<Response>]>([
  ["a server that knows no such path", () => Response.json(whole, { status: 404 })],
  ["a page", () => new Response("<!doctype html>")],
  ["nothing", () => new Response("")],
  ["something else", () => Response.json({ ...whole, create: "everybody" })],
])("%s: it is not known, and nothing is thrown", async (_, given) => {
  answer = given;
  expect(await loaded()).toBe(unknownAbout);
});

test("who does not answer in time has said nothing", async () => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "fetch",
    (_: string, init: RequestInit) =>
      new Promise((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
      ),
  );
  const about = loadAbout();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(about.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(about.value).toBe(silentAbout);
});

test.each<[string, () => Response | Promise<Response>]>([
  ["no connection", () => Promise.reject(new TypeError("network"))],
  ["a proxy without a server", () => new Response("", { status: 502 })],
])("%s: it is asked again until the server is back, and then no more", async (_, given) => {
  vi.useFakeTimers();
  answer = given;
  const about = loadAbout();
  await vi.advanceTimersByTimeAsync(500);
  expect(about.value).toBe(silentAbout);
  answer = () => Response.json(whole);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(about.value).toStrictEqual(whole);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toHaveLength(2);
});

test("the latest date leaves a room its day", () => {
  expect(latestDate({ create: "open", lifetime: 10 * 86_400 }, 0)).toEqual(
    new Date(9 * 86_400_000),
  );
  expect(latestDate(undefined)).toBeUndefined();
  expect(latestDate(silentAbout)).toBeUndefined();
});

test.each<[string, unknown]>([
  ["no object", [whole]],
  ["null", null],
  ["what this page says itself", { ...whole, create: "unknown" }],
  ["nobody said", { lifetime: 1 }],
  ["no life", { ...whole, lifetime: 0 }],
  ["a life of parts", { ...whole, lifetime: 1.5 }],
  ["a life in words", { ...whole, lifetime: "90 days" }],
  ["more than a year", { ...whole, lifetime: 366 * 86_400 + 1 }],
  ["more than we know", { ...whole, version: 2 }],
  ["no name", { ...whole, operator: { country: "DE" } }],
  ["an empty name", { ...whole, operator: { ...operator, name: "" } }],
  ["a name of two lines", { ...whole, operator: { ...operator, name: "a\nb" } }],
  ["a name without an end", { ...whole, operator: { ...operator, name: "x".repeat(501) } }],
  ["a country in words", { ...whole, operator: { ...operator, country: "Germany" } }],
  ["no address of a relay", { ...whole, relay: [] }],
  ["what is no relay", { ...whole, relay: ["https://call.example"] }],
  ["seventeen relays", { ...whole, relay: Array(17).fill("turn:call.example:443") }],
  ["more of the operator", { ...whole, operator: { ...operator, phone: "1" } }],
])("%s is refused", (_, value) => {
  expect(() => decodeAbout(value)).toThrow();
});
