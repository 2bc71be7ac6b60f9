import { availableParallelism, loadavg } from "node:os";

/**
 * The time a condition gets if nobody says otherwise, in milliseconds of a machine with nothing
 * else to do.
 */
export const patience = 20_000;

/**
 * How much longer things take than on a machine with nothing else to do: as many times as programs
 * wait for each core, at most three. Every limit in time is given for that machine, and is
 * stretched by this.
 */
export function slowness(): number {
  const [programs = 0] = loadavg();
  return Math.min(3, Math.max(1, programs / availableParallelism()));
}

/**
 * The time one question gets: what was asked of a page that is just being replaced is never
 * answered.
 */
const attempt = 5_000;

/**
 * Asks until the answer is neither undefined, null nor false, and returns it. What the question
 * throws counts as "not yet". After `deadline` milliseconds, more on a busy machine, it fails with
 * `what` and the last reason.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  deadline = patience,
): Promise<Exclude<T, undefined | null | false>> {
  const limit = deadline * slowness();
  const end = performance.now() + limit;
  let reason: unknown;
  for (;;) {
    try {
      const answer = await answered(ask);
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>;
      }
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    if (performance.now() > end)
      throw new Error(`waited ${Math.round(limit)} ms for ${what}`, { cause: reason });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answered<T>(ask: () => Promise<T> | T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${attempt} ms`)), attempt);
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}
