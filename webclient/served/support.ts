// What MDN's compatibility data says of the oldest browsers that the client is made for.
import { createRequire } from "node:module";
import type { CompatData, Identifier, SupportStatement } from "@mdn/browser-compat-data";
import { oldest } from "../oldest.ts";

// 20 MB of JSON: what transforms modules for the tests would take a minute for it.
export const bcd: CompatData = createRequire(import.meta.url)("@mdn/browser-compat-data");

const browsers = {
  chrome: oldest.chrome,
  chrome_android: oldest.chrome,
  edge: oldest.chrome,
  firefox: oldest.firefox,
  firefox_android: oldest.firefox,
  safari: oldest.safari,
  safari_ios: oldest.safari,
} as const;

/** Those of the oldest browsers that lack it; none if the data does not know it. */
export function lacking(feature: Identifier | undefined): string[] {
  const support = feature?.__compat?.support;
  if (support === undefined) return [];
  return Object.entries(browsers)
    .filter(([name, version]) => !isIn(support[name as keyof typeof browsers], version))
    .map(([name]) => name);
}

function isIn(support: SupportStatement | undefined, version: string): boolean {
  if (support === undefined) return true; // the data does not say
  const statements = Array.isArray(support) ? support : [support];
  return statements.some(
    ({ version_added, version_removed, flags, prefix, alternative_name }) =>
      !flags &&
      !prefix &&
      !alternative_name &&
      typeof version_added === "string" &&
      isAtMost(version_added, version) &&
      !(typeof version_removed === "string" && isAtMost(version_removed, version)),
  );
}

function isAtMost(added: string, version: string): boolean {
  const [a = [], b = []] = [added, version].map((text) =>
    text.replace("≤", "").split(".").map(Number),
  );
  if (a.some(Number.isNaN)) return false; // "preview"
  for (let i = 0; i < Math.max(a.length, b.length); i++)
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return true;
}
