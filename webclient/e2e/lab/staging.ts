/** A lab for one run of a row: closed whatever happens, or left to be looked at. */
import { Lab } from "./lab.ts";
import type { Context } from "./rows.ts";
import { pause } from "./shell.ts";

export async function withLab<T>(
  { certificates, keep }: Context,
  work: (lab: Lab) => Promise<T>,
  sampleMs?: number,
): Promise<T> {
  const lab = await Lab.open(certificates, sampleMs);
  try {
    return await work(lab);
  } finally {
    if (keep) await show(lab);
    await lab.close();
  }
}

async function show(lab: Lab): Promise<never> {
  console.log("\nKept until Ctrl-C. Look inside with: ip netns exec NAME bash");
  for (const name of lab.namespaces.names) console.log(`  ${name}`);
  for (;;) await pause(60_000);
}
