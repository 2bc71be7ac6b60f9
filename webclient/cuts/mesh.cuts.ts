import { beforeAll, expect, it, vi } from "vitest";
import { Mesh, type MeshEvent, type OwnPairOptions } from "../src/call/mesh/mesh.ts";
import { random, toBase64url } from "../src/crypto/bytes.ts";
import { generateKey } from "../src/crypto/ed25519.ts";
import { makeCertificate } from "../src/peer/certificate.ts";
import { Pair } from "../src/peer/pair.ts";
import { installBrowser } from "./browser.ts";
import { aPage, onPage } from "./page.ts";

const config = { iceServers: [], relayOnly: false, tracks: { audio: null, video: null } };

beforeAll(installBrowser);

/** Of a member and of somebody who only knocks. */
async function aMesh() {
  const [key, certificate] = [await generateKey(), await makeCertificate()];
  const shown: string[] = [];
  const onEvent = ({ kind, sid }: MeshEvent) => kind === "shown" && shown.push(sid);
  const common = { key, audio: false, video: false, certificate, build: undefined };
  const mesh = new Mesh(common, onEvent);
  const ends = { psk: random(32), room: toBase64url(random(16)), self: toBase64url(random(8)) };
  const meet = (host: boolean) => {
    const sid = toBase64url(random(8));
    const own: OwnPairOptions = {
      channelIds: { ...ends, peer: sid },
      isInitiator: true,
      expected: () => ({}),
      send: () => {},
    };
    onPage(aPage(), () => mesh.addPeer(sid, host, own));
    return sid;
  };
  const [member, knocker] = [meet(true), meet(false)];
  mesh.promote(member);
  return { mesh, member, knocker, shown };
}

it("says what is written to members only, and not to whoever may be let in later", async () => {
  const { mesh } = await aMesh();
  const send = vi.spyOn(Pair.prototype, "send");
  mesh.broadcast({ kind: "chat", text: "Among ourselves." });
  expect(send).toHaveBeenCalledTimes(1);
  mesh.close();
});

it("draws members only, and calls nobody compared of whom there is no code", async () => {
  const { mesh, member, knocker, shown } = await aMesh();
  mesh.describe(member, { compared: true });
  for (const sid of mesh.sids) mesh.startMedia(sid, config);
  await vi.waitFor(() => expect(shown).toEqual([member, knocker]));
  expect(mesh.peers.value.map(({ sid, compared }) => [sid, compared])).toEqual([[member, false]]);
  mesh.close();
});
