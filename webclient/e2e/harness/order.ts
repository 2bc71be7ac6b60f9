/** Which file comes when. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * These wait for half a minute and more, and need no processor meanwhile: they come early, each
 * beside one that computes.
 */
const waiting = ["asleep", "week", "renew", "frozen"];
/** In these four people see each other, which takes a processor: never two of them at once. */
const heavy = ["mesh", "screens", "share", "hosting"];

export class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const all = await super.sort(files);
    const isIn = (names: readonly string[]) => (file: TestSpecification) =>
      names.some((name) => file.moduleId.endsWith(`/${name}.e2e.ts`));
    const first = all.filter(isIn(waiting));
    const rest = all.filter((file) => !isIn([...waiting, ...heavy])(file));
    for (const [n, file] of all.filter(isIn(heavy)).entries())
      rest.splice(Math.floor(((n + 0.5) * rest.length) / heavy.length), 0, file);
    return rest
      .flatMap((file, i) => [...first.slice(i, i + 1), file])
      .concat(first.slice(rest.length));
  }
}
