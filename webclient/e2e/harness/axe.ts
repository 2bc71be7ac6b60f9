/** Asks axe about a page as it is: WCAG 2.2 AA and what axe thinks good practice. */
import axe from "axe-core";
import type { Page } from "puppeteer-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * `measuresTargets`: not where layout.ts does it, which scrolls to each; axe takes a control for small
 * of which the lower edge of the screen shows a part.
 */
export async function axeFaults(page: Page, measuresTargets = true): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return await page.evaluate(
    async (tags, measuresTargets) => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
        rules: { "target-size": { enabled: measuresTargets } },
      });
      return violations.flatMap((v) =>
        v.nodes.map((node) => `${v.id} (${v.help}): ${node.html.slice(0, 160)}`),
      );
    },
    tags,
    measuresTargets,
  );
}
