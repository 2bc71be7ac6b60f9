// Every state of a shared screen.
import type { ComponentChild } from "preact";
import type { Peer, SharedScreen } from "../../src/call/model.ts";
import { freeUplink } from "../../src/call/uplink/model.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someMedia, someModel } from "../../src/ui/testing/values.ts";
import { page, scene } from "./scene.ts";
import { link, others } from "./values.ts";

type Model = Parameters<typeof someModel>[0];
type Media = Parameters<typeof someMedia>[0];

function call(values: Model, media: Media = {}): ComponentChild {
  const own = { microphone: true, camera: true, level: 0.4, stream: scene(4), ...media };
  return (
    <CallStage
      model={someModel({ phase: "joined", role: "host", seats: 6, ...values })}
      media={someMedia(own)}
      name="Ms Weber"
      invitation={link}
    />
  );
}

/** So many people, the first few of whom share. */
const presenters = (count: number, sharing = 1, more: Partial<Peer> = {}) =>
  others(count, (i) =>
    i < sharing
      ? { share: { mode: "text", pointing: true }, screen: page(i), ...(i === 0 && more) }
      : {},
  );
const shared = (more: Partial<SharedScreen> = {}): SharedScreen => ({
  ...{ mode: "text", surface: "monitor", sound: false, pointing: true },
  ...more,
});
const dots = [
  { by: "sid-Ben Ott", on: "sid-Anna Berg", x: 2600, y: 3900 },
  { by: undefined, on: "sid-Anna Berg", x: 6100, y: 5600 },
];

export const shares: Record<string, () => ComponentChild> = {
  "call-share": () => call({ peers: presenters(3), pointing: dots }),
  "call-share-one": () => call({ peers: presenters(1), role: "guest" }),
  "call-share-six": () => call({ peers: presenters(5) }),
  "call-share-two": () => call({ peers: presenters(3, 2) }),
  "call-share-original": () => call({ peers: presenters(3) }),
  "call-share-lost": () => call({ peers: presenters(2, 1, { state: "reconnecting" }) }),
  "call-share-own": () => call({ peers: others(2) }, { shared: shared() }),
  "call-share-own-notice": () =>
    call({ peers: others(2), uplink: { ...freeUplink, paused: true } }, { shared: shared() }),
  "call-share-own-tab": () =>
    call({ peers: others(1) }, { shared: shared({ surface: "browser", sound: true }) }),
  "call-share-both": () => call({ peers: presenters(2) }, { shared: shared() }),
  "call-share-choice": () => call({ peers: presenters(2) }),
  "call-share-phone": () => call({ peers: others(1) }, { noScreen: true }),
  "call-share-problem": () => call({ peers: others(1) }, { screenProblem: "share-system" }),
};

export const sharePresses: Record<string, readonly string[]> = {
  "call-share-original": ["share-original"],
  "call-share-choice": ["share"],
  "call-share-phone": ["share"],
};
