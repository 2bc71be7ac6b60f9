// What people read when a browser, a system or an app keeps devices or calls from them.
import type { ComponentChild } from "preact";
import { parseLink } from "../../src/crypto/link.ts";
import type { Agent } from "../../src/page/agent.ts";
import { compareClock } from "../../src/page/clock.ts";
import { keepOwnLink } from "../../src/page/ownlink.ts";
import { Steps } from "../../src/ui/guides/steps.tsx";
import type { Topic } from "../../src/ui/guides/topics.ts";
import { PageLayout } from "../../src/ui/parts/page.tsx";
import { PreJoin } from "../../src/ui/screens/prejoin.tsx";
import { ProblemScreen } from "../../src/ui/screens/problem.tsx";
import { someMedia, someModel } from "../../src/ui/testing/values.ts";
import { link } from "./values.ts";

const nothing = () => {};

function preJoin(code: string) {
  const media = someMedia({ problem: { code } });
  return <PreJoin model={someModel({})} media={media} asked={false} onJoin={nothing} />;
}

const problem = (code: string) => <ProblemScreen code={code} invitation={link} onLink={nothing} />;

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const androidApp =
  "Mozilla/5.0 (Linux; Android 13; Pixel 7; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36";

/** Draws it as another browser would. */
function inBrowser(userAgent: string, draw: () => ComponentChild) {
  Object.defineProperty(navigator, "userAgent", { configurable: true, value: userAgent });
  return draw();
}

const shown: [Topic, Agent["system"], Agent["browser"]][] = [
  ["site", "windows", "chrome"],
  ["site", "windows", "edge"],
  ["site", "linux", "firefox"],
  ["site", "macos", "safari"],
  ["site", "ios", "safari"],
  ["site", "android", "chrome"],
  ["site", "android", "firefox"],
  ["system", "windows", "chrome"],
  ["system", "macos", "chrome"],
  ["system", "ios", "safari"],
  ["system", "android", "chrome"],
  ["app", "ios", "unknown"],
  ["app", "android", "unknown"],
];

export const devices: Record<string, () => ComponentChild> = {
  "prejoin-dismissed": () => preJoin("device-dismissed"),
  "prejoin-again": () => preJoin("device-again"),
  "prejoin-system": () => preJoin("device-system"),
  "prejoin-system-iphone": () =>
    inBrowser(`${iphone} Version/16.5 Mobile/15E148 Safari/604.1`, () => preJoin("device-system")),
  "prejoin-unavailable": () => preJoin("device-unavailable"),
  "prejoin-in-app": () =>
    inBrowser(androidApp, () => {
      keepOwnLink(parseLink(new URL(link).hash));
      return preJoin("device-unavailable");
    }),
  "prejoin-unblurred": () => preJoin("device-unblurred"),
  "prejoin-clock": () => {
    compareClock(new Date(Date.now() - 11 * 60_000).toUTCString(), Date.now());
    return preJoin("device-missing");
  },
  "problem-app-iphone": () => inBrowser(`${iphone} Mobile/15E148`, () => problem("in-app-browser")),
  "problem-old": () => problem("browser-too-old"),
  "problem-old-iphone": () => problem("browser-too-old.ios"),
  "problem-webrtc-off": () => problem("webrtc-off"),
  guides: () => (
    <PageLayout title="Where to press">
      {shown.map(([topic, system, browser]) => (
        <Steps
          key={topic + system + browser}
          topic={topic}
          agent={{ system, browser, inApp: false }}
        />
      ))}
    </PageLayout>
  ),
};
