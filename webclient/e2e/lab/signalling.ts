/** When everybody's way to the server is back, by what their pages say. */
import { until } from "../harness/until.ts";
import type { Lab } from "./lab.ts";
import type { Figures } from "./rows.ts";

const gone = '[data-test="problem"][data-code="server-gone-in-call"]';

export async function signallingBack(lab: Lab, back: number): Promise<Figures> {
  const times = lab.members.map(async ({ person }) => {
    const shown = until(
      `${person.name} to be back at the server`,
      async () => (await person.page.$(gone)) === null,
      30_000,
    );
    const came = await shown.catch(() => false);
    return came ? Date.now() - back : Number.POSITIVE_INFINITY;
  });
  const latest = Math.max(...(await Promise.all(times)));
  return { "server back ms": Number.isFinite(latest) ? latest : undefined };
}
