// What is said in the host's name counts by the host's signature alone, whoever passes it on.
import { verify } from "../../crypto/ed25519.ts";
import type { Members } from "../mesh/members.ts";
import type { CallState } from "../state.ts";

/**
 * Before the host has proved its key nothing can be checked, and nothing is believed. A forged word
 * is shown to the person.
 */
export async function isSignedByHost(
  { hostKey }: Members,
  state: CallState,
  words: Parameters<typeof verify>[1],
  signature: string,
): Promise<boolean> {
  if (hostKey === undefined) return false;
  if (await verify(hostKey, words, signature)) return true;
  state.report({ code: "forged-command" });
  return false;
}
