// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { formatFragment, LinkError } from "../crypto/link.ts";
import { damaged, damages } from "../crypto/testing/damages.ts";
import { linkOf, takeVisit } from "./visit.ts";

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

test.each([guest, host, creator])("what cannot be repaired of %s stays to be corrected", async (fragment) => {
  const cut = fragment.slice(0, -5);
  open(`/${cut}`);
  const visit = await takeVisit();
  expect(visit).toEqual({ fragment: cut });
  const why = visit && linkOf(visit);
  expect(why instanceof LinkError && why.code).toBe("link-incomplete");
});

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
  ...["/?fbclid=cAbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfG", "/?utm_id=1AbCdEfGhIjK", "/room/", "/%23top"],
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
