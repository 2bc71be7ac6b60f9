// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { formatFragment, LinkError } from "../crypto/link.ts";
import { damaged, damages } from "../crypto/testing/damages.ts";
import { forget, type InCall, linkOf, save, takeVisit, wasJustHere } from "./tabstate.ts";
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
  expect(await takeVisit()).toEqual({ fragment: guest });
  expect(address()).toBe("/?debug=");
  expect(await takeVisit()).toEqual({ fragment: guest });
});

test("a link leaves the address bar at once, and a reload before it is sealed loses nothing", async () => {
  for (const [text, visit] of [
    [guest, { fragment: guest }],
    [creator, { fragment: "", creator }],
  ] as const) {
    open(`/${text}`);
    const first = takeVisit();
    expect(address()).toBe("/");
    const reloaded = takeVisit();
    expect(await Promise.all([first, reloaded])).toEqual([visit, visit]);
    expect(JSON.stringify(history.state)).not.toContain("opened");
  }
});

test("a damaged link is repaired, a creator link too", async () => {
  for (const [text, visit] of [
    [`${guest}.`, { fragment: guest }],
    [`${host}%E2%80%9D`, { fragment: host }],
    [`${creator}&utm_source=x`, { fragment: "", creator }],
  ] as const) {
    open(`/${text}`);
    expect(await takeVisit()).toEqual(visit);
  }
});

test.each([guest, host, creator])(
  "what cannot be repaired of %s stays to be corrected",
  async (fragment) => {
    const cut = fragment.slice(0, -5);
    open(`/${cut}`);
    const visit = await takeVisit();
    expect(visit).toEqual({ fragment: cut });
    const why = visit && linkOf(visit);
    expect(why instanceof LinkError && why.code).toBe("link-incomplete");
  },
);

test("what others add to the address goes, but not what is ours", async () => {
  open("/?redirected");
  expect(await takeVisit()).toBeUndefined();
  expect(address()).toBe("/");
  open(`/?fbclid=abc&at=https://a.example&debug${guest}`);
  await takeVisit();
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
    expect(await takeVisit()).toEqual({ fragment: "", seen: kind });
    expect(address()).toBe("/");
    expect(await takeVisit()).toEqual({ fragment: "", seen: kind });
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
  expect((await takeVisit())?.seen).toBeUndefined();
  open(`${path}${guest}`);
  const visit = await takeVisit();
  expect(visit?.seen).toBeUndefined();
  const link = visit && linkOf(visit);
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
  const visit = { fragment: host, call };
  /** Whatever is under way in the database is done. */
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

  beforeEach(async () => {
    kept = installDatabase();
    forget();
    await settled();
  });
  afterEach(() => Object.assign(globalThis, { indexedDB: undefined }));

  test("is sealed, under a key that nobody can read out, and comes back after a reload", async () => {
    await save(visit);
    expect(Object.keys(history.state)).toEqual(["key", "sealed"]);
    for (const word of [host.slice(1), "fragment", call.name])
      expect(JSON.stringify(history.state)).not.toContain(word);
    const keys = [...kept.values()].map((one) => (one as { key: CryptoKey }).key);
    expect(keys.map(({ extractable, algorithm }) => [extractable, algorithm.name])).toEqual([
      [false, "AES-GCM"],
    ]);
    expect(await takeVisit()).toEqual(visit);
  });

  test("is noise once the visit is over, and nothing at all in the tab; but a copy of the tab goes on", async () => {
    await save(visit);
    const sealed = history.state;
    forget(true);
    await settled();
    expect([history.state, kept.size]).toEqual([null, 1]);
    history.replaceState(sealed, "", "/");
    expect(await takeVisit()).toEqual(visit);
    forget();
    expect(history.state).toBeNull();
    await settled();
    expect([history.state, kept.size]).toEqual([null, 0]);
    history.replaceState(sealed, "", "/");
    expect(await takeVisit()).toBeUndefined();
  });

  test("has a key of its own after one whose key could not be deleted", async () => {
    await save(visit);
    const { key } = history.state;
    indexedDB.open = () => {
      throw new Error("the database is gone");
    };
    forget();
    await settled();
    kept = installDatabase();
    await save(visit);
    expect(history.state.key).toBeTypeOf("string");
    expect(history.state.key).not.toBe(key);
  });

  test("loses its key after eight days without a sign of it", async () => {
    const day = 24 * 60 * 60_000;
    for (const days of [7, 9, -9]) kept.set(String(days), { at: Date.now() - days * day });
    await takeVisit();
    await settled();
    expect([...kept.keys()]).toEqual(["7"]);
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
