/**
 * Runs jobs one after the other in the order of the calls. A job that fails does not hold up the
 * next one.
 */
export type InOrder = <T>(job: () => Promise<T>) => Promise<T>;

/**
 * WebCrypto may finish two calls in either order; where a counter or a sender depends on the order,
 * they go through this.
 */
export function inOrder(): InOrder {
  let tail: Promise<unknown> = Promise.resolve();
  return (job) => {
    const run = tail.then(job);
    tail = run.catch(() => undefined);
    return run;
  };
}
