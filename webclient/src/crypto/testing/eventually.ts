// Waits for what has to come. A busy machine takes its time, and nothing waits this long unless
// something is wrong.
import { vi } from "vitest";

/** Asks until nothing is thrown any more. */
export async function eventually(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000, interval: 1 });
}
