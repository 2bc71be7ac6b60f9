/** What lasts as long as a worker of vitest: the browsers that the files it runs have in common. */
import type { Browser } from "puppeteer-core";
import type { Environment } from "vitest/runtime";

declare global {
  /** Launched when they are first asked for, see browsers.ts. */
  var sharedBrowsers: Map<string, Promise<Browser>>;
}

export default {
  name: "browsers",
  viteEnvironment: "ssr",
  setup() {
    globalThis.sharedBrowsers = new Map();
    return {
      async teardown() {
        const browsers = [...globalThis.sharedBrowsers.values()];
        await Promise.all(browsers.map(async (launched) => (await launched).close()));
      },
    };
  },
} satisfies Environment;
