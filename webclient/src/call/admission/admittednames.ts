// Under which names the host has let people in: its signed word, which holds whoever passes it on
// (protocol, section 4.7).
import * as signed from "../../crypto/signed.ts";
import type { SignedNames } from "../../net/protocol.ts";
import type { Members } from "../mesh/members.ts";
import type { Access } from "../roomkeys.ts";
import type { CallState } from "../state.ts";
import type { HostDesk } from "./hostadmission.ts";
import { isHostsWord } from "./hostsignature.ts";

export interface AdmittedOptions {
  readonly access: Access;
  readonly members: Members;
  /** Only the host has one. */
  readonly desk: HostDesk | undefined;
  readonly state: CallState;
  /** A new word holds. */
  named(word: SignedNames): void;
}

export class AdmittedNames {
  readonly #options: AdmittedOptions;
  #word: SignedNames | undefined;

  constructor(options: AdmittedOptions) {
    this.#options = options;
  }

  /** The newest that holds. */
  get word(): SignedNames | undefined {
    return this.#word;
  }

  of(sid: string): string | undefined {
    return this.#word?.names.find((one) => one.sid === sid)?.name;
  }

  /**
   * Follows a word that came from anywhere, if the host signed it and it is newer than the last.
   */
  async take({ epoch, names, signature }: SignedNames): Promise<void> {
    const { members, desk, state, access } = this.#options;
    if (!(await isHostsWord(members, state, signed.names(access.room, epoch, names), signature)))
      return;
    if (epoch <= (this.#word?.epoch ?? 0)) return;
    const word = { epoch, names, signature };
    if (desk === undefined) return this.follow(word);
    this.#word = word; // of our own, from another device
    await desk.recall(word);
  }

  /** Passed on as well: the host may not reach everybody directly. */
  follow(word: SignedNames): void {
    const { members, named } = this.#options;
    this.#word = word;
    members.mesh.broadcastDirect({ kind: "names", ...word });
    named(word);
  }
}
