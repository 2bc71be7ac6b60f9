/** Which file comes when. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * These wait for half a minute and more, and need no processor meanwhile: they come early, each
 * beside one that computes.
 */
const waiting = ["asleep", "week", "renew", "frozen"];

export class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const all = await super.sort(files);
    const waits = (file: TestSpecification) =>
      waiting.some((name) => file.moduleId.endsWith(`/${name}.e2e.ts`));
    const [first, rest] = [all.filter(waits), all.filter((file) => !waits(file))];
    return rest
      .flatMap((file, i) => [...first.slice(i, i + 1), file])
      .concat(first.slice(rest.length));
  }
}
