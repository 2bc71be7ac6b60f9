// Under which names the host has let people in: its signed word, which holds whoever passes it on
// (protocol, section 4.7).
import * as signed from "../../crypto/signed.ts";
import type { SignedNames } from "../../net/protocol.ts";
import type { Members } from "../mesh/members.ts";
import type { RoomKeys } from "../roomkeys.ts";
import type { CallState } from "../state.ts";
import type { HostSeat } from "./hostseat.ts";
import { isSignedByHost } from "./hostsignature.ts";

export interface AdmittedOptions {
  readonly keys: RoomKeys;
  readonly members: Members;
  /** What only the host has. */
  readonly seat: HostSeat;
  readonly state: CallState;
  /** A new word holds. */
  onNames(word: SignedNames): void;
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

  nameOf(sid: string): string | undefined {
    return this.#word?.names.find((one) => one.sid === sid)?.name;
  }

  /**
   * Follows a word that came from anywhere, if the host signed it and it is newer than the last.
   */
  async takeNames({ epoch, names, signature }: SignedNames): Promise<void> {
    const { members, state, keys, seat } = this.#options;
    const { host } = seat;
    if (
      !(await isSignedByHost(members, state, signed.namesBytes(keys.room, epoch, names), signature))
    )
      return;
    if (epoch <= (this.#word?.epoch ?? 0)) return;
    const word = { epoch, names, signature };
    if (host === undefined) return this.follow(word);
    this.#word = word; // of our own, from another device
    await host.recallNames(word);
  }

  /** Passed on as well: the host may not reach everybody directly. */
  follow(word: SignedNames): void {
    const { members, state, onNames } = this.#options;
    const { mesh } = members;
    this.#word = word;
    mesh.broadcastDirect({ kind: "names", ...word });
    onNames(word);
    for (const { sid, name } of word.names) {
      if (!mesh.has(sid) || mesh.nameOf(sid) === name) continue;
      mesh.describe(sid, { name });
      state.rename(sid, name);
      if (mesh.isHost(sid)) state.hostName.value = name;
    }
  }
}
