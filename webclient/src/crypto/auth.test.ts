import { describe, expect, it } from "vitest";
import { type Auth, checkAuth, makeAuth } from "./auth.ts";
import { fromBase64url, random } from "./bytes.ts";
import { generateKey, keyFromSeed, type SigningKey } from "./ed25519.ts";
import { hashHostKey } from "./link.ts";
import { vectors } from "./vectors.ts";

const h = random(32);
const [guest, host, hostKey, stranger] = (await Promise.all([1, 2, 3, 4].map(generateKey))) as [
  SigningKey,
  SigningKey,
  SigningKey,
  SigningKey,
];
const own = guest.publicKey;
const pin = await hashHostKey(hostKey.publicKey);
const strangePin = await hashHostKey(stranger.publicKey);
const hostAuth = await makeAuth(h, host, hostKey);
const { key, signature, hostSignature = "" } = hostAuth;

describe("the first message of a channel", () => {
  it.each(
    vectors.handshakes.flatMap((v) =>
      [v.initiatorAuth, v.responderAuth].map((auth) => ({ ...auth, h: v.h })),
    ),
  )("is Go's, byte for byte", async ({ h, seed, hostSeed, ...auth }) => {
    const hash = fromBase64url(h);
    const signer = await keyFromSeed(fromBase64url(seed));
    const hostSigner =
      hostSeed === undefined ? undefined : await keyFromSeed(fromBase64url(hostSeed));
    expect(await makeAuth(hash, signer, hostSigner)).toEqual(auth);
    const asHost =
      auth.hostKey === undefined ? {} : { hostKeyHash: await hashHostKey(auth.hostKey) };
    expect(await checkAuth(hash, auth, { own, key: auth.key, ...asHost })).toBe(true);
  });

  it("of the host convinces a knocker and a member, and of a guest needs no host key", async () => {
    expect(await checkAuth(h, hostAuth, { own, hostKeyHash: pin })).toBe(true);
    expect(await checkAuth(h, hostAuth, { own, key, hostKeyHash: pin })).toBe(true);
    expect(await checkAuth(h, await makeAuth(h, host), { own, key })).toBe(true);
  });

  it("of a knocker tells the host a key that nobody expected", async () => {
    expect(await checkAuth(h, await makeAuth(h, stranger), { own })).toBe(true);
  });

  it.each<[string, Auth, Parameters<typeof checkAuth>[2]]>([
    [
      "comes from somebody else than the roster says",
      { key, signature },
      { own, key: stranger.publicKey },
    ],
    [
      "comes from another host than the roster says",
      hostAuth,
      { own, key: stranger.publicKey, hostKeyHash: pin },
    ],
    ["is pinned to another host key", hostAuth, { own, hostKeyHash: strangePin }],
    ["has no host key where a pin asks for one", { key, signature }, { own, hostKeyHash: pin }],
    [
      "has a host key without a signature",
      { key, signature, hostKey: hostKey.publicKey },
      { own, hostKeyHash: pin },
    ],
    [
      "has a host key without a signature, unasked",
      { key, signature, hostKey: hostKey.publicKey },
      { own },
    ],
    ["has a host signature without a key", { key, signature, hostSignature }, { own }],
    [
      "is signed by another key",
      { ...hostAuth, key: stranger.publicKey },
      { own, hostKeyHash: pin },
    ],
    [
      "has its signatures exchanged",
      { ...hostAuth, signature: hostSignature, hostSignature: signature },
      { own, hostKeyHash: pin },
    ],
    [
      "signs as host by another key",
      { ...hostAuth, hostKey: stranger.publicKey },
      { own, hostKeyHash: strangePin },
    ],
    [
      "signs as host with the pair's signature",
      { ...hostAuth, hostSignature: signature },
      { own, hostKeyHash: pin },
    ],
    ["shows a host key where none is due", hostAuth, { own, key }],
    ["is our own, sent back", { key, signature }, { own: key }],
    ["is our own as the host, sent back", hostAuth, { own: key, hostKeyHash: pin }],
  ])("is refused when it %s", async (_, auth, expected) => {
    expect(await checkAuth(h, auth, expected)).toBe(false);
  });

  it("is good for one handshake only", async () => {
    expect(await checkAuth(random(32), hostAuth, { own, key, hostKeyHash: pin })).toBe(false);
    const mixed = {
      ...(await makeAuth(random(32), host)),
      hostKey: hostKey.publicKey,
      hostSignature,
    };
    expect(await checkAuth(h, mixed, { own, hostKeyHash: pin })).toBe(false);
  });
});
