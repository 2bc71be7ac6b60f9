/** The time a condition gets if nobody says otherwise, in milliseconds: a busy machine is no failure. */
export const patience = 20_000;

/** The time one question gets: what was asked of a page that is just being replaced is never answered. */
const attempt = 5_000;

/**
 * Asks until the answer is neither undefined, null nor false, and returns it. What the question throws counts as "not yet".
 * After `deadline` milliseconds it fails with `what` and the last reason.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  deadline = patience,
): Promise<Exclude<T, undefined | null | false>> {
  const end = performance.now() + deadline;
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
    if (performance.now() > end) throw new Error(`waited ${deadline} ms for ${what}`, { cause: reason });
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
