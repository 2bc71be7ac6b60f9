// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { formatFragment, LinkError } from "../crypto/link.ts";
import { damaged, damages } from "../crypto/testing/damages.ts";
import {
  forgetTabState,
  type InCall,
  linkOf,
  noteOpen,
  saveTabState,
  takeTabState,
  wasJustHere,
} from "./tabstate.ts";
import { installDatabase } from "./testing/database.ts";

const { guest, host, creator } = damages.links;

/** Opens an address in this tab. */
function open(path: string): void {
  history.replaceState(null, "", location.origin + path);
}

const address = () => location.pathname + location.search + location.hash;

beforeEach(() => open("/"));

test("a link leaves the address bar and comes back after a reload", async () => {
  open(`/?debug${guest}`);
  expect(await takeTabState()).toEqual({ fragment: guest });
  expect(address()).toBe("/?debug=");
  expect(await takeTabState()).toEqual({ fragment: guest });
});

test("a link leaves the address bar at once, and a reload before it is sealed loses nothing", async () => {
  for (const [text, state] of [
    [guest, { fragment: guest }],
    [creator, { fragment: "", creator }],
  ] as const) {
    open(`/${text}`);
    const first = takeTabState();
    expect(address()).toBe("/");
    const reloaded = takeTabState();
    expect(await Promise.all([first, reloaded])).toEqual([state, state]);
    expect(JSON.stringify(history.state)).not.toContain("opened");
  }
});

test("a damaged link is repaired, a creator link too", async () => {
  for (const [text, state] of [
    [`${guest}.`, { fragment: guest }],
    [`${host}%E2%80%9D`, { fragment: host }],
    [`${creator}&utm_source=x`, { fragment: "", creator }],
  ] as const) {
    open(`/${text}`);
    expect(await takeTabState()).toEqual(state);
  }
});

test.each([guest, host, creator])(
  "what cannot be repaired of %s stays to be corrected",
  async (fragment) => {
    const cut = fragment.slice(0, -5);
    open(`/${cut}`);
    const state = await takeTabState();
    expect(state).toEqual({ fragment: cut });
    const why = state && linkOf(state);
    expect(why instanceof LinkError && why.code).toBe("link-incomplete");
  },
);

test("what others add to the address goes, but not what is ours", async () => {
  open("/?redirected");
  expect(await takeTabState()).toBeUndefined();
  expect(address()).toBe("/");
  open(`/?fbclid=abc&at=https://a.example&debug${guest}`);
  await takeTabState();
  expect(location.pathname).toBe("/");
  expect([...new URLSearchParams(location.search)]).toEqual([
    ["at", "https://a.example"],
    ["debug", ""],
  ]);
});

describe.each([
  ["guest", guest],
  ["host", host],
  ["creator", creator],
] as const)("a %s link that the server was asked for", (kind, fragment) => {
  const body = fragment.slice(1);
  test.each([
    `/%23${body}`,
    `/%2523${body}`,
    `/%23${body.slice(0, -5)}`,
    `/%23${body}.`,
    `/%23${body.slice(0, 20)}%C2%AD${body.slice(20)}`,
    `/${body}`,
    `//${body}`,
    `/?${body}`,
    `/?%23${body}`,
    `/?redirected&url=${encodeURIComponent(damaged("{link}", fragment))}`,
    `/%23${body}?redirected`,
    `/index.html%23${body}`,
    `/%23${body}#${body}`,
  ])("is not opened: %s", async (path) => {
    open(path);
    expect(await takeTabState()).toEqual({ fragment: "", seen: kind });
    expect(address()).toBe("/");
    expect(await takeTabState()).toEqual({ fragment: "", seen: kind });
  });
});

test.each([
  ...[
    "/",
    "/nothing",
    "/privacy-old",
    "/1",
    "/c",
    "/call",
    "/?debug",
    "/?at=https://call.example",
    "/contact-us-and-more",
  ],
  ...[
    "/?fbclid=cAbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfG",
    "/?utm_id=1AbCdEfGhIjK",
    "/room/",
    "/%23top",
  ],
])("%s is no link that the server has seen", async (path) => {
  open(path);
  expect((await takeTabState())?.seen).toBeUndefined();
  open(`${path}${guest}`);
  const state = await takeTabState();
  expect(state?.seen).toBeUndefined();
  const link = state && linkOf(state);
  expect(link && !(link instanceof LinkError) && formatFragment(link)).toBe(guest);
  expect(location.pathname).toBe("/");
});

describe("what a browser writes down of a visit", () => {
  let kept: Map<string, unknown>;
  const call: InCall = {
    name: "Anna Berg",
    relayOnly: false,
    microphone: true,
    camera: false,
    at: 1,
  };
  const state = { fragment: host, call };
  /** Whatever is under way in the database is done. */
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

  beforeEach(async () => {
    kept = installDatabase();
    forgetTabState();
    await settled();
  });
  afterEach(() => Object.assign(globalThis, { indexedDB: undefined }));

  test("is sealed, under a key that nobody can read out, and comes back after a reload", async () => {
    await saveTabState(state);
    expect(Object.keys(history.state)).toEqual(["key", "sealed"]);
    for (const word of [host.slice(1), "fragment", call.name])
      expect(JSON.stringify(history.state)).not.toContain(word);
    const keys = [...kept.values()].map((one) => (one as { key: CryptoKey }).key);
    expect(keys.map(({ extractable, algorithm }) => [extractable, algorithm.name])).toEqual([
      [false, "AES-GCM"],
    ]);
    expect(await takeTabState()).toEqual(state);
  });

  test("is noise once the visit is over, and nothing at all in the tab; but a copy of the tab goes on", async () => {
    await saveTabState(state);
    const sealed = history.state;
    forgetTabState(true);
    await settled();
    expect([history.state, kept.size]).toEqual([null, 1]);
    history.replaceState(sealed, "", "/");
    expect(await takeTabState()).toEqual(state);
    forgetTabState();
    expect(history.state).toBeNull();
    await settled();
    expect([history.state, kept.size]).toEqual([null, 0]);
    history.replaceState(sealed, "", "/");
    expect(await takeTabState()).toBeUndefined();
  });

  test("has a key of its own after one whose key could not be deleted", async () => {
    await saveTabState(state);
    const { key } = history.state;
    indexedDB.open = () => {
      throw new Error("the database is gone");
    };
    forgetTabState();
    await settled();
    kept = installDatabase();
    await saveTabState(state);
    expect(history.state.key).toBeTypeOf("string");
    expect(history.state.key).not.toBe(key);
  });

  test("loses its key after eight days without a sign of it", async () => {
    const day = 24 * 60 * 60_000;
    for (const days of [7, 9, -9]) kept.set(String(days), { at: Date.now() - days * day });
    await takeTabState();
    await settled();
    expect([...kept.keys()]).toEqual(["7"]);
  });

  test("keeps its key until a day after the room that was made in it, also where another tab looks", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const day = 24 * 60 * 60_000;
    const room = { topic: "", seats: 4, expires: Date.now() + 20 * day };
    await saveTabState({ ...state, room });
    vi.setSystemTime(room.expires + day);
    open("/");
    await takeTabState();
    await settled();
    expect(kept.size).toEqual(1);
    vi.setSystemTime(room.expires + day + 1);
    await takeTabState();
    await settled();
    vi.useRealTimers();
    expect(kept.size).toEqual(0);
  });

  test("is never lost to its own page, however late that comes back", async () => {
    await saveTabState(state);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 50 * 24 * 60 * 60_000);
    expect(await takeTabState()).toEqual(state);
    await settled();
    vi.useRealTimers();
    expect(kept.size).toBe(1);
  });

  test("keeps its key for weeks while the tab is open", async () => {
    await saveTabState(state);
    const [[id, visit] = []] = [...kept];
    kept.set(String(id), { ...(visit as object), at: Date.now() - 9 * 24 * 60 * 60_000 });
    await noteOpen();
    await takeTabState();
    await settled();
    expect([...kept.keys()]).toEqual([id]);
  });
});

test.each<[string, boolean, number, boolean]>([
  ["reload", false, 3_600_000, true],
  ["reload", true, 3_600_000, false], // the browser had put the tab away
  ["navigate", false, 170_000, true],
  ["navigate", false, 190_000, false],
  ["back_forward", false, 3_600_000, false],
  ["navigate", false, -1_000, false], // a clock that went back
])(
  "a page that comes by %s (discarded: %s) %d ms after its last sign of life goes on by itself: %s",
  (type, wasDiscarded, ago, goesOn) => {
    const entries = vi.spyOn(performance, "getEntriesByType");
    entries.mockReturnValue([{ type } as unknown as PerformanceEntry]);
    const call = { at: Date.now() - ago } as InCall;
    expect(wasJustHere(call, { wasDiscarded })).toBe(goesOn);
    entries.mockRestore();
  },
);
